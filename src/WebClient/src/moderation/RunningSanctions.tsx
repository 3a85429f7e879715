import { reasonText, t, untilText } from '../i18n';
import { act } from '../live/actions';
import type { Room } from '../live/room';
import type { RoomCommand, Sanction } from '../live/wire';
import { live } from '../sign-in/session';
import { theEvent } from '../zone/programme';
import { isRunning, restoring } from './sanctioning';

/** Imposes again what was lifted. A warning is not given twice, and what is over anyway does not come back. */
function backTo(sanction: Sanction, room: string): RoomCommand | undefined {
  const { person, name, kind } = sanction;
  const now = live.now();
  return kind !== 'warn' && isRunning(sanction, now)
    ? restoring({ id: person, name }, kind, room === theEvent ? 'event' : 'room', sanction, now)
    : undefined;
}

/** What holds here: the room's own sanctions, then those of the whole event, for whom the event's room shows them. */
export function RunningSanctions({ room }: { room: Room }) {
  const event = live.rooms.value.get(theEvent);
  const places = event && event !== room ? [room, event] : [room];
  const running = places.flatMap((of) => of.all('sanction').map((sanction) => ({ of, sanction })));
  return (
    <>
      <h3>{t('running')}</h3>
      {running.length === 0 ? (
        <p class="hint">{t('noSanction')}</p>
      ) : (
        <ul class="plain lines">
          {running.map(({ of, sanction }) => (
            <li key={`${of.id}/${sanction.id}`}>
              <bdi>{sanction.name || t('somebody')}</bdi>
              {t('colon')}
              {t(`sanction_${sanction.kind}`)} {sanction.kind !== 'warn' && untilText(sanction.until, live.now())}
              {sanction.reason && ` – ${reasonText(sanction.reason)}`}{' '}
              {of.id === theEvent && <span class="badge">{t('scope_event')}</span>}{' '}
              {of.can.value.has('sanction.revoke') && (
                <button
                  type="button"
                  class="quiet"
                  onClick={() =>
                    act(
                      of.id,
                      { type: 'sanction.revoke', person: sanction.person, kind: sanction.kind },
                      { done: 'done', undo: backTo(sanction, of.id) },
                    )
                  }
                >
                  {t('revoke')}
                </button>
              )}
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
