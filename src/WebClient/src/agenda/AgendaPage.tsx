import { Icon } from '../design/Icon';
import { t } from '../i18n';
import { Link } from '../router';
import { TalkLine } from '../talks/TalkLine';
import { programme } from '../zone/programme';
import { marked } from './agenda';

export function AgendaPage() {
  const talks = (programme.value?.talks ?? []).filter((talk) => marked.value.has(talk.key));
  return (
    <section>
      <h1>{t('myAgenda')}</h1>
      <p class="hint">{t('agendaHint')}</p>
      {talks.length === 0 ? (
        <div class="card empty">
          <Icon name="star" />
          <p>{t('agendaEmpty')}</p>
          <Link to="/forum" class="button">
            {t('toForum')}
          </Link>
        </div>
      ) : (
        <ol class="talks plain">
          {talks.map((talk) => (
            <TalkLine key={talk.key} talk={talk} />
          ))}
        </ol>
      )}
    </section>
  );
}
