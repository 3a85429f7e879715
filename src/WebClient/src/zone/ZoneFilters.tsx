import { t } from '../i18n';
import { onlyAvailable, search } from './filters';

export function Filters({ count, onEnter }: { count: number; onEnter?: () => void }) {
  return (
    <>
      <label>
        {t('search')}
        <input
          type="search"
          placeholder={t('search')}
          value={search}
          onInput={(event) => {
            search.value = event.currentTarget.value;
          }}
          onKeyDown={(event) => event.key === 'Enter' && onEnter?.()}
        />
      </label>
      <label class="inline">
        <input
          type="checkbox"
          checked={onlyAvailable}
          onChange={(event) => {
            onlyAvailable.value = event.currentTarget.checked;
          }}
        />{' '}
        {t('onlyAvailable')}
      </label>
      <p role="status">{t('sites', { n: count })}</p>
    </>
  );
}
