import { Icon } from '../design/Icon';
import { t } from '../i18n';
import { Link } from '../router';
import { myClass } from './myClass';

/** The building where classes meet, for everybody: it says what it is, and of no class that there is one. */
export function ClassHall() {
  return (
    <article>
      <header class="place">
        <span class="tile" aria-hidden="true">
          <Icon name="people" />
        </span>
        <div class="grow">
          <h1>{t('classHall')}</h1>
          <p>{t('classHallText')}</p>
        </div>
      </header>
      {myClass() ? (
        <Link to="/classe" class="button">
          {t('myClass')}
        </Link>
      ) : (
        <p class="hint">{t('classHallCode')}</p>
      )}
    </article>
  );
}
