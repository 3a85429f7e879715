import { t } from '../i18n';
import { Link } from '../router';
import { type Meeting, talkOfNow } from './meeting';
import { People } from './People';
import { type Programme, statusOf } from './programme';
import { ClassHere } from './tour';

/** What is no site and yet a place of the zone, and the talks that are searched for. */
export function Landmarks({ all, meetings }: { readonly all: Programme; readonly meetings: readonly Meeting[] }) {
  return (
    <ul class="sites landmarks" aria-label={t('meetingPlaces')}>
      {meetings.map(({ key, to, label, note }) => (
        <li key={to} class="landmark">
          <Link to={to}>{label}</Link>
          {note && <p class="hint">{note}</p>}
          <p class="figures">
            {key === 'forum' && <ForumLive all={all} />}
            <ClassHere place={key} />
          </p>
        </li>
      ))}
    </ul>
  );
}

function ForumLive({ all }: { readonly all: Programme }) {
  const now = talkOfNow(all);
  return (
    now?.live && (
      <>
        <People count={statusOf(`talk:${now.talk.key}`).present} />
        <span class="badge live">{t('liveNow')}</span>
      </>
    )
  );
}
