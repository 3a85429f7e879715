import { t } from '../i18n';
import { Link } from '../router';
import { forumStatus, type Meeting } from './meeting';
import { People } from './People';
import type { Programme } from './programme';
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
            {key === 'forum' && <ForumFigures all={all} />}
            <ClassHere place={key} />
          </p>
        </li>
      ))}
    </ul>
  );
}

function ForumFigures({ all }: { readonly all: Programme }) {
  const { present, live } = forumStatus(all);
  return (
    <>
      {(live || present > 0) && <People count={present} />}
      {live && <span class="badge live">{t('liveNow')}</span>}
    </>
  );
}
