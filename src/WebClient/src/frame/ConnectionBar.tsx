import { arrived, writtenIn } from '../chat/arrived';
import { t, why } from '../i18n';
import { unmentionedMs, useLasting } from '../live/useLasting';
import { useNow } from '../live/useRoom';
import { forget, live, me } from '../sign-in/session';

/** Says when the connection is away, what is kept meanwhile, and when it is tried again. */
export function ConnectionBar() {
  const state = live.state.value;
  const away = state === 'reconnecting' || state === 'offline';
  const now = useNow(away);
  const soon = state === 'reconnecting' || state === 'connecting';
  const lasting = useLasting(soon, unmentionedMs);
  if (!me.value || state === 'live' || state === 'idle' || (soon && !lasting)) {
    return <div class="connection" role="status" data-live={state} />;
  }
  const kept = away ? unsent() : 0;
  const due = live.retryAt.value;
  const seconds = due ? Math.max(0, Math.ceil((due + live.clockOffset.value - now) / 1_000)) : 0;
  return (
    <div class="connection shown" data-live={state}>
      <span role="status">
        {state === 'refused' ? t('live_refused', { why: why(live.closedFor.value ?? '') }) : t(`live_${state}`)}
        {kept > 0 && ` ${t('unsentKept', { n: kept })}`}
      </span>
      {away && seconds > 0 && (
        <span class="hint" aria-hidden="true">
          {t('retryIn', { n: seconds })}
        </span>
      )}
      {away && (
        <button type="button" class="soft" onClick={() => live.retryNow()}>
          {t('retryNow')}
        </button>
      )}
      {state === 'refused' && (
        <button type="button" onClick={() => void forget()}>
          {t('signInAgain')}
        </button>
      )}
    </div>
  );
}

/** Messages written in the rooms that are open, and neither confirmed nor seen in the room yet. */
function unsent(): number {
  let count = 0;
  for (const [id, room] of live.rooms.value) {
    const wishes = live.outbox(id).wishes.value;
    const there = arrived(wishes, writtenIn(room), me.value?.person ?? '');
    count += wishes.filter((wish) => wish.state === 'waiting').length - there.size;
  }
  return count;
}
