import { render } from 'preact';
import { act } from 'preact/test-utils';
import { expect, test } from 'vitest';
import { setLanguage, t } from '../i18n';
import { Room } from '../live/room';
import type { Poll } from '../live/wire';
import { Polls } from './Polls';

const staff = ['poll.draft', 'poll.open', 'poll.close', 'poll.archive'];

async function buttons(state: Poll['state'], can: readonly string[]): Promise<string[]> {
  setLanguage('fr');
  const room = new Room('talk:ouverture');
  room.entered({ epoch: 'e', seq: 1, staff: can.length > 0, can, serverTime: '2026-11-27T10:00:00Z' });
  const poll = { type: 'poll', id: '1', question: 'Et vous ?', options: ['oui', 'non'], state, voters: 0 } as const;
  room.apply({ room: room.id, epoch: 'e', from: 0, to: 1, reset: true, set: [poll], drop: [] });
  const host = document.createElement('div');
  await act(() => render(<Polls room={room} />, host));
  const found = [...host.querySelectorAll('[data-poll] button')].map((button) => button.textContent ?? '');
  render(null, host);
  return found;
}

test('[PO1] whoever leads the talk archives a poll that is over, or one that was never opened', async () => {
  expect(await buttons('draft', staff)).toEqual([t('openPoll'), t('archivePoll')]);
  expect(await buttons('open', staff)).toEqual([t('closePoll')]);
  expect(await buttons('closed', staff)).toEqual([t('archivePoll')]);
  expect(await buttons('archived', staff)).toEqual([]);
});

test('[PO1] the public archives nothing', async () => {
  expect(await buttons('closed', [])).toEqual([]);
});
