import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { live } from '../sign-in/session';
import type { Room } from './room';

/** Reads a room for as long as the screen is there. */
export function useRoom(id: string): Room | undefined {
  useEffect(() => live.use(id), [id]);
  return live.rooms.value.get(id);
}

/** The server's time, once a second while the screen needs it, or less often. */
export function useNow(active: boolean, everyMs = 1_000): number {
  const now = useSignal(live.now());
  useEffect(() => {
    if (!active) {
      return;
    }
    now.value = live.now();
    const timer = setInterval(() => {
      now.value = live.now();
    }, everyMs);
    return () => clearInterval(timer);
  }, [active, everyMs, now]);
  return now.value;
}
