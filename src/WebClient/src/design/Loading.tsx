import { t } from '../i18n';

export function Loading() {
  return (
    <p class="loading" role="status">
      <span class="spinner" aria-hidden="true" />
      {t('loading')}
    </p>
  );
}
