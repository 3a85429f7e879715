import { signal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { takesWords } from '../frame/typing';
import type { TextKey } from '../i18n';

export type Shortcut = 'next' | 'previous' | 'accept' | 'remove' | 'hold' | 'mute' | 'leave' | 'open' | 'undo' | 'help';

/** One key each, so that a moderator's hands stay where they are. */
export const keys: readonly { readonly key: string; readonly does: Shortcut; readonly says: TextKey }[] = [
  { key: 'j', does: 'next', says: 'key_next' },
  { key: 'k', does: 'previous', says: 'key_previous' },
  { key: 'a', does: 'accept', says: 'key_accept' },
  { key: 'r', does: 'remove', says: 'key_remove' },
  { key: 'h', does: 'hold', says: 'key_hold' },
  { key: 'm', does: 'mute', says: 'key_mute' },
  { key: 'l', does: 'leave', says: 'key_leave' },
  { key: 'o', does: 'open', says: 'key_open' },
  { key: 'z', does: 'undo', says: 'key_undo' },
  { key: '?', does: 'help', says: 'key_help' },
];

const stored = 'halle.shortcuts';

/** Single keys disturb who speaks to the computer or presses by accident: they can be switched off, and stay off. */
export const shortcutsOn = signal(localStorage.getItem(stored) !== 'off');

export function setShortcuts(on: boolean): void {
  shortcutsOn.value = on;
  if (on) {
    localStorage.removeItem(stored);
  } else {
    localStorage.setItem(stored, 'off');
  }
}

/** What a key press asks for; nothing while somebody types, with a modifier held, or while a key repeats by itself. */
export function shortcutOf(event: KeyboardEvent): Shortcut | undefined {
  if (
    event.ctrlKey ||
    event.metaKey ||
    event.altKey ||
    event.isComposing ||
    event.defaultPrevented ||
    isTyping(event.target)
  ) {
    return undefined;
  }
  const found = keys.find(({ key }) => key === event.key.toLowerCase())?.does;
  return event.repeat && found !== 'next' && found !== 'previous' ? undefined : found;
}

/** Whether what is pressed there is written there. */
export function isTyping(target: EventTarget | null): boolean {
  return (
    takesWords(target) || (target instanceof HTMLElement && (target.isContentEditable || target.matches('select')))
  );
}

/** How long after the last letter somebody still writes whose field has gone, ms. */
const handsAfterMs = 1_500;

/** Somebody who writes in a field that goes meanwhile writes on for a moment: that is no command. */
export class Hands {
  private field: EventTarget | null = null;
  private at = 0;

  /** Told of every key pressed; whether it still belongs to what was being written. */
  write({ key, target, timeStamp }: KeyboardEvent): boolean {
    if (isTyping(target)) {
      // Both end what is written there.
      this.field = key === 'Enter' || key === 'Escape' ? null : target;
      this.at = timeStamp;
      return true;
    }
    const goes = this.field instanceof HTMLElement && !(this.field.isConnected && !this.field.matches(':disabled'));
    if (!goes || timeStamp - this.at > handsAfterMs) {
      this.field = null;
      return false;
    }
    this.at = timeStamp;
    return true;
  }
}

export function useShortcuts(act: (does: Shortcut) => void): void {
  const latest = useRef(act);
  latest.current = act;
  useEffect(() => {
    const hands = new Hands();
    const press = (event: KeyboardEvent): void => {
      if (hands.write(event)) {
        return;
      }
      const does = shortcutsOn.value ? shortcutOf(event) : undefined;
      if (does) {
        event.preventDefault();
        latest.current(does);
      }
    };
    addEventListener('keydown', press);
    return () => removeEventListener('keydown', press);
  }, []);
}
