import { t } from '../i18n';
import { programme } from '../zone/programme';
import { TalkLine } from './TalkLine';

export function ForumPage() {
  const talks = programme.value?.talks ?? [];
  return (
    <section>
      <h1>{t('forum')}</h1>
      <p class="hint">{t('forumHint')}</p>
      {talks.length === 0 ? (
        <p class="card empty">{t('forumEmpty')}</p>
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
