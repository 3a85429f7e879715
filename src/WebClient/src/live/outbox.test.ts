import { beforeEach, expect, test } from 'vitest';
import { Outbox, type Send } from './outbox';
import type { CommandAnswer, RoomCommand } from './wire';

const key = 'halle.outbox.test';
const later: (() => void)[] = [];

function ok(seq: number): CommandAnswer {
  return { status: 'ok', seq };
}

function outbox(send: Send): Outbox {
  return new Outbox(key, 'booth:edf', sessionStorage, send, undefined, (run) => later.push(run));
}

function post(text: string): RoomCommand {
  return { type: 'chat.post', text };
}

async function settled(): Promise<void> {
  for (let turn = 0; turn < 20; turn++) {
    await Promise.resolve();
  }
}

beforeEach(() => {
  sessionStorage.clear();
  later.length = 0;
});

test('[WB4] what is written is sent one after another, in order', async () => {
  const sent: string[] = [];
  const box = outbox(async (_room, _id, command) => {
    sent.push((command as { text: string }).text);
    return ok(sent.length);
  });
  box.post(post('one'));
  box.post(post('two'));
  box.post(post('three'));
  await settled();

  expect(sent).toEqual(['one', 'two', 'three']);
  expect(box.wishes.value.map((wish) => [wish.state, wish.seq])).toEqual([
    ['sent', 1],
    ['sent', 2],
    ['sent', 3],
  ]);
});

test('[WB4] without a connection it stays unsent, survives a reload, and is sent again with the same clientId', async () => {
  const ids: string[] = [];
  const away: Send = async (_room, id) => {
    ids.push(id);
    throw new Error('not connected');
  };
  outbox(away).post(post('kept'));
  await settled();

  const reloaded = outbox(async (_room, id) => {
    ids.push(id);
    return ok(7);
  });
  expect(reloaded.wishes.value.map((wish) => wish.state)).toEqual(['waiting']);
  await reloaded.flush();

  expect(new Set(ids).size).toBe(1);
  expect(reloaded.wishes.value[0]?.seq).toBe(7);
});

test('[WB4] an unknown answer is sent again later, with the same clientId, before anything newer', async () => {
  const answers: CommandAnswer[] = [{ status: 'unknown', seq: 0, code: 'storage_unavailable' }, ok(1), ok(2)];
  const ids: string[] = [];
  const box = outbox(async (_room, id) => {
    ids.push(id);
    return answers.shift() as CommandAnswer;
  });
  box.post(post('first'));
  box.post(post('second'));
  await settled();
  expect(ids).toHaveLength(1);
  later.shift()?.();
  await settled();

  expect(ids).toHaveLength(3);
  expect(ids[0]).toBe(ids[1]);
  expect(ids[2]).not.toBe(ids[1]);
});

test('[WB5] a refusal is kept with its reason; retrying is a new wish; dismissing takes it away', async () => {
  const answers: CommandAnswer[] = [{ status: 'refused', seq: 0, code: 'muted', reason: 'Calme' }, ok(3)];
  const ids: string[] = [];
  const box = outbox(async (_room, id) => {
    ids.push(id);
    return answers.shift() as CommandAnswer;
  });
  box.post(post('no'));
  await settled();
  const refused = box.wishes.value[0];
  expect(refused).toMatchObject({ state: 'refused', code: 'muted', reason: 'Calme' });

  box.retry(refused?.clientId ?? '');
  await settled();
  expect(ids[0]).not.toBe(ids[1]);
  box.forget(box.wishes.value[0]?.clientId ?? '');
  expect(box.wishes.value).toEqual([]);
  expect(sessionStorage.getItem(key)).toBeNull();
});

test('[WB4] broken storage is an empty outbox', () => {
  sessionStorage.setItem(key, '{');
  expect(outbox(async () => ok(1)).wishes.value).toEqual([]);
});

test.each([
  [undefined, 'refused'],
  [1_500, 'waiting'],
])('[WB4] a pace (retry after %s ms) passes by itself, a quota does not: %s', async (retryAfterMs, state) => {
  const box = outbox(async () => ({ status: 'refused', seq: 0, code: 'slow_down', retryAfterMs }));
  box.post({ type: 'question.ask', text: 'Encore une ?' });
  await settled();
  expect(box.wishes.value[0]?.state).toBe(state);
});
