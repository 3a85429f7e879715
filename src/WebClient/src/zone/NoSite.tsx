import { Icon } from '../design/Icon';
import { t } from '../i18n';
import { clear } from './filters';

/** Nothing matches: said in words, and undone by one press. */
export function NoSite() {
  return (
    <div class="card empty">
      <Icon name="search" />
      <p>{t('noSite')}</p>
      <button type="button" class="soft" onClick={clear}>
        {t('clearSearch')}
      </button>
    </div>
  );
}
