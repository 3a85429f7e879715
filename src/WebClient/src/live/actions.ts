import { signal } from '@preact/signals';
import { refusal, type TextKey, t, why } from '../i18n';
import { live } from '../sign-in/session';
import { newClientId } from './outbox';
import type { RoomCommand } from './wire';

export interface Toast {
  readonly text: string;
  readonly bad: boolean;
  readonly undo?: () => void;
}

export const toast = signal<Toast | null>(null);
let clearing: ReturnType<typeof setTimeout> | undefined;

export function say(text: string, bad = false, undo?: () => void): void {
  toast.value = { text, bad, undo };
  clearTimeout(clearing);
  clearing = setTimeout(
    () => {
      toast.value = null;
    },
    undo ? 10_000 : 5_000,
  );
}

/** Takes back what the bar offers to take back, once: a second time it would be an earlier step. */
export function takeBack(): void {
  const undo = toast.value?.undo;
  if (undo) {
    toast.value = null;
    undo();
  }
}

interface Act {
  /** What to say when it is done. */
  done?: TextKey;
  /** In words already. */
  words?: string;
  /** The command that takes it back. */
  undo?: RoomCommand;
  /** What to say when it is refused, with why. */
  failed?: (why: string) => string;
}

/** Does something by a button and says how it went, with an undo where there is one. */
export async function act(room: string, command: RoomCommand, how: Act = {}): Promise<boolean> {
  const { done, words, undo, failed = (why) => t('failed', { why }) } = how;
  try {
    const answer = await live.execute(room, newClientId(), command, (code) => say(t('notYet', { why: why(code) })));
    if (answer.status !== 'ok') {
      say(failed(refusal(answer, live.now())), true);
      return false;
    }
    if (done || words || undo) {
      const undone = t(done ? 'undone' : 'undoneIt', done && { what: t(done) });
      say(words ?? t(done ?? 'done'), false, undo && (() => void act(room, undo, { words: undone })));
    }
    return true;
  } catch {
    say(failed(why('unavailable')), true);
    return false;
  }
}
