import type { Room } from '../live/room';
import { useNow } from '../live/useRoom';
import { live } from '../sign-in/session';
import { isExpected } from '../talks/standing';
import { theEvent } from '../zone/programme';
import { blockedBy, type Doing } from './blockedBy';

/** Why one cannot write, ask or vote here now, in words that change with the time; null when nothing is in the way. */
export function useBlock(room: Room, doing: Doing = 'write'): string | null {
  const wide = live.room(theEvent);
  const { muted, banned } = room.you.value;
  const ends = [muted?.until, banned?.until, wide?.you.value.muted?.until, wide?.you.value.banned?.until].some(Boolean);
  const now = useNow(ends || isExpected(room));
  return blockedBy(room, wide, now, doing);
}
