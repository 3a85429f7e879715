import { clock, dayAndClock, local, t } from '../i18n';
import { Link } from '../router';
import { People } from '../zone/People';
import { programme, statusOf } from '../zone/programme';

export function ForumPage() {
  return (
    <section>
      <h1>{t('forum')}</h1>
      <ul class="sites">
        {programme.value?.talks.map((talk) => {
          const status = statusOf(`talk:${talk.key}`);
          return (
            <li key={talk.key} class="site">
              <Link to={`/forum/${talk.key}`}>{local(talk.title)}</Link>
              <p class="hint">
                {dayAndClock(talk.startsAt)} – {clock(talk.endsAt)}
              </p>
              <p class="figures">
                <People count={status.present} />
                {status.live && <span class="badge live">{t('liveNow')}</span>}
              </p>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
