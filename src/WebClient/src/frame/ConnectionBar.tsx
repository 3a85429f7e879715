import { t, why } from '../i18n';
import { useNow } from '../live/useRoom';
import { forget, live, me } from '../sign-in/session';

/** Says when the connection is away, what is kept meanwhile, and when it is tried again. */
export function ConnectionBar() {
  const state = live.state.value;
  const away = state === 'reconnecting' || state === 'offline';
  const now = useNow(away);
  if (!me.value || state === 'live' || state === 'idle') {
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

/** Messages written in the rooms that are open, and not confirmed yet. */
function unsent(): number {
  let count = 0;
  for (const id of live.rooms.value.keys()) {
    count += live.outbox(id).wishes.value.filter((wish) => wish.state === 'waiting').length;
  }
  return count;
}
