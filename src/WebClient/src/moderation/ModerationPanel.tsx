import { lazily } from '../design/lazily';
import type { Room } from '../live/room';

const ModerationTools = lazily(() => import('./ModerationTools').then((screen) => screen.ModerationTools));

/** Nothing for the public, who do not even fetch it. */
export function ModerationPanel({ room }: { room: Room }) {
  const can = room.can.value;
  return can.has('mode.set') || can.has('sanction.mute') ? <ModerationTools room={room} /> : null;
}
