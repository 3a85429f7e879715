import { render } from 'preact';
import { act } from 'preact/test-utils';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { FilmPlayer } from './FilmPlayer';

type Listener = (event: string, data: object) => void;

const made: Player[] = [];

class Player {
  static readonly Events = {
    ERROR: 'error',
    MANIFEST_LOADED: 'loaded',
  };
  static readonly DefaultConfig = { loader: class {} };
  static isSupported = () => true;
  readonly listeners = new Map<string, Listener>();
  readonly levels = [{}];
  readonly startLoad = vi.fn();
  readonly recoverMediaError = vi.fn();
  readonly loadSource = vi.fn();
  readonly attachMedia = vi.fn();
  readonly destroy = vi.fn();

  constructor(readonly config: { readonly pLoader?: unknown }) {
    made.push(this);
  }

  on(event: string, listener: Listener): void {
    this.listeners.set(event, listener);
  }

  async tell(event: string, data: object): Promise<void> {
    await act(() => this.listeners.get(event)?.(event, data));
  }
}

vi.mock('hls.js', () => ({ default: Player }));

let host: HTMLElement;
const film = { title: { fr: 'Film', en: 'Film' }, kind: 'video', seconds: 24, language: '', captions: [] } as const;
const video = () => host.querySelector('video') as HTMLVideoElement;
const player = async (count: number): Promise<Player> => {
  await vi.waitFor(() => expect(made).toHaveLength(count));
  return made[count - 1] as Player;
};
const open = (url: string) => act(() => render(<FilmPlayer key={url} medium={{ ...film, url }} />, host));
const happen = (event: string) => act(() => void video().dispatchEvent(new Event(event)));

beforeEach(() => {
  made.length = 0;
  host = document.createElement('div');
  document.body.append(host);
});

afterEach(() => {
  render(null, host);
  host.remove();
});

test('[ME5] the sound alone is chosen from the same list, so that its captions stay', async () => {
  await open('/media/a.m3u8');
  const first = await player(1);
  await first.tell('loaded', { levels: [{ width: 640, videoCodec: 'avc1' }, { width: 0 }] });
  await act(() => host.querySelector<HTMLInputElement>('input[type=checkbox]')?.click());
  const second = await player(2);
  expect(first.destroy).toHaveBeenCalled();
  expect(second.loadSource).toHaveBeenCalledWith('/media/a.m3u8');
  expect([first.config.pLoader, second.config.pLoader].map(Boolean)).toEqual([false, true]);
});

test('[ME5] what breaks off is gone on with three times, then by a press', async () => {
  await open('/media/b.m3u8');
  const hls = await player(1);
  for (const type of ['networkError', 'mediaError', 'networkError']) {
    await hls.tell('error', { fatal: true, type });
  }
  await hls.tell('error', { fatal: false, type: 'networkError' });
  expect([hls.startLoad.mock.calls.length, hls.recoverMediaError.mock.calls.length]).toEqual([2, 1]);
  expect(host.querySelector('[role=alert]')).toBeNull();
  await hls.tell('error', { fatal: true, type: 'networkError' });
  await act(() => host.querySelector<HTMLButtonElement>('[role=alert] button')?.click());
  await player(2);
  expect(host.querySelector('[role=alert]')).toBeNull();
});

test('[ME5] an error after which nothing can go on is told at once', async () => {
  await open('/media/c.m3u8');
  const hls = await player(1);
  hls.levels.length = 0;
  await hls.tell('error', { fatal: true, type: 'networkError' });
  expect(host.querySelector('[role=alert]')?.textContent).toContain('Réessayer');
});

test('[ME5] a film that is opened again goes on where it was left, and one that was seen to its end begins anew', async () => {
  await open('/media/d.mp4');
  video().currentTime = 12;
  await happen('timeupdate');
  await open('/media/e.mp4');
  await open('/media/d.mp4');
  await happen('loadedmetadata');
  expect(video().currentTime).toBe(12);
  await happen('ended');
  await open('/media/e.mp4');
  await open('/media/d.mp4');
  await happen('loadedmetadata');
  expect(video().currentTime).toBe(0);
});
