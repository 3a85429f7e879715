import type { Room } from '../live/room';
import type { Notice } from '../live/wire';

/** Kept with what else is of this person and this tab, and gone with it: which warning of a room was read. */
const kept = (person: string, room: string) => `halle.warned.${person}.${room}`;

/** Says that the person has read it; the next one is shown again. */
export function acknowledge(person: string, room: string, warning: Notice): void {
  sessionStorage.setItem(kept(person, room), warning.at);
}

/**
 * The warning to show in this room. A room also tells what was said to the person in the whole event: that is shown once, by the event's own
 * room above every page.
 */
export function warningOf(person: string, room: Room, event: Room | undefined): Notice | undefined {
  const { warned } = room.you.value;
  return !warned ||
    sessionStorage.getItem(kept(person, room.id)) === warned.at ||
    (event && event !== room && event.you.value.warned?.at === warned.at)
    ? undefined
    : warned;
}
