import { useEffect } from 'preact/hooks';
import { hourText, t } from '../i18n';

interface Props {
  /** When it is tried again by itself, as a time. */
  at: number | null;
  /** Tries again at that time; left out where somebody else does. */
  retry?: () => void;
  cancel?: () => void;
}

/** The event is full for the moment: says so calmly, and that nothing has to be done. */
export function WaitingPage({ at, retry, cancel }: Props) {
  useEffect(() => {
    if (at === null || !retry) {
      return undefined;
    }
    const timer = setTimeout(retry, Math.max(0, at - Date.now()));
    return () => clearTimeout(timer);
  }, [at]);
  return (
    <section class="card" data-waiting>
      <h1>{t('waitingTitle')}</h1>
      <p role="status">
        {t('waitingText')} {at !== null && t('waitingNext', { time: hourText(at) })}
      </p>
      {cancel && (
        <button type="button" class="quiet" onClick={cancel}>
          {t('waitingStop')}
        </button>
      )}
    </section>
  );
}
