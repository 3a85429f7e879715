import { t } from '../i18n';
import { takeBack, toast } from '../live/actions';

export function ToastBar() {
  const now = toast.value;
  return (
    <div class="toasts" role="status">
      {now && (
        <p class={now.bad ? 'toast bad' : 'toast'}>
          {now.text}
          {now.undo && (
            <button type="button" onClick={takeBack}>
              {t('undo')}
            </button>
          )}
        </p>
      )}
    </div>
  );
}
