import { me } from '../sign-in/session';

/** The class this person belongs to: as its pupil, its teacher or a guest. */
export function myClass(): string | undefined {
  return me.value?.own.find((room) => room.startsWith('class:'));
}

/** Whose page a class is beside its members': those who answer for the event. The server decides all the same. */
export function watchesClasses(): boolean {
  return me.value?.role === 'moderator' || me.value?.role === 'organiser';
}

/** The class an address leads this person to; undefined when it leads to none of theirs, whether there is such a class or not. */
export function classAt(key: string | undefined): string | undefined {
  if (!key) {
    return myClass();
  }
  const room = `class:${key}`;
  return watchesClasses() || me.value?.own.includes(room) ? room : undefined;
}
