import { useEffect, useState } from 'preact/hooks';
import { me } from '../sign-in/session';

/**
 * What somebody is writing at a place, as they left it. Kept in the tab's session storage until it is empty again, so that a reload loses
 * nothing; what is in there goes when the session does.
 * @param place unlike any other, a room's id first
 */
export function useDraft(place: string): [string, (text: string) => void] {
  const key = `halle.draft.${me.value?.person}.${place}`;
  const [text, setText] = useState(sessionStorage.getItem(key) ?? '');
  useEffect(() => setText(sessionStorage.getItem(key) ?? ''), [key]);
  const write = (value: string): void => {
    setText(value);
    if (value) {
      sessionStorage.setItem(key, value);
    } else {
      sessionStorage.removeItem(key);
    }
  };
  return [text, write];
}
