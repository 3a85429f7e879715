import { Icon } from '../design/Icon';
import { t } from '../i18n';
import { Link } from '../router';

/** An address that leads nowhere, or nowhere for this person: what is not theirs looks like what is not there. */
export function NotFound() {
  return (
    <section class="card empty">
      <Icon name="factory" />
      <h1>{t('notFound')}</h1>
      <p>{t('notFoundHint')}</p>
      <Link to="/" class="button">
        {t('back')}
      </Link>
    </section>
  );
}
