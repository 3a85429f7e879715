import { t } from '../i18n';

/** How a small form of several fields ends: do it, or leave it. */
export function ConfirmRow({ onCancel }: { onCancel: () => void }) {
  return (
    <div class="row">
      <button type="submit">{t('confirm')}</button>
      <button type="button" class="quiet" onClick={onCancel}>
        {t('cancel')}
      </button>
    </div>
  );
}
