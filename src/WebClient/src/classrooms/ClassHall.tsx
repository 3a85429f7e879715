import { Icon } from '../design/Icon';
import { PlaceHeader } from '../design/PlaceHeader';
import { t } from '../i18n';
import { Link } from '../router';
import { myClass } from './myClass';

/** The building where classes meet, for everybody: it says what it is, and of no class that there is one. */
export function ClassHall() {
  return (
    <article>
      <PlaceHeader tile={<Icon name="people" />} title={t('classHall')}>
        <p>{t('classHallText')}</p>
      </PlaceHeader>
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
