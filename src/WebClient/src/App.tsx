import { useEffect } from 'preact/hooks';
import { AgendaPage } from './agenda/AgendaPage';
import { Reminders } from './agenda/Reminders';
import { BoothPage } from './booths/BoothPage';
import { watchesClasses } from './classrooms/myClass';
import { TourBanner } from './classrooms/TourBanner';
import { Loading } from './design/Loading';
import { lazily } from './design/lazily';
import { EventBar } from './event/EventBar';
import { ConnectionBar } from './frame/ConnectionBar';
import { Header } from './frame/Header';
import { NotFound } from './frame/NotFound';
import { ToastBar } from './frame/ToastBar';
import { titleOf } from './frame/title';
import { t } from './i18n';
import { Link, path } from './router';
import { InvitePage } from './sign-in/InvitePage';
import { live, me } from './sign-in/session';
import { WaitingPage } from './sign-in/WaitingPage';
import { ForumPage } from './talks/ForumPage';
import { TalkPage } from './talks/TalkPage';
import { mapShown } from './zone/mapChunk';
import { loadProgramme, programme, theEvent } from './zone/programme';
import { ZonePage } from './zone/ZonePage';

const SignInPage = lazily(() => import('./sign-in/SignInPage').then((screen) => screen.SignInPage));
const BoothDesk = lazily(() => import('./booths/BoothDesk').then((screen) => screen.BoothDesk));
const ModerationDesk = lazily(() => import('./moderation/ModerationDesk').then((screen) => screen.ModerationDesk));
const OrganiserPage = lazily(() => import('./event/OrganiserPage').then((screen) => screen.OrganiserPage));
const ClassHall = lazily(() => import('./classrooms/ClassHall').then((screen) => screen.ClassHall));
const ClassPage = lazily(() => import('./classrooms/ClassPage').then((screen) => screen.ClassPage));
const AnnouncementsPage = lazily(() => import('./event/Announcements').then((screen) => screen.AnnouncementsPage));
const StatusPage = lazily(() => import('./status/StatusPage').then((screen) => screen.StatusPage));
const WallPage = lazily(() => import('./wall/WallPage').then((screen) => screen.WallPage));

export function App() {
  const signedIn = Boolean(me.value);
  const person = me.value?.person;
  useEffect(() => {
    void loadProgramme();
  }, []);
  // Everybody reads the event's room, anew for each person
  useEffect(() => (signedIn ? live.use(theEvent) : undefined), [signedIn, person]);
  const title = titleOf(path.value, signedIn);
  useEffect(() => {
    document.title = title;
  }, [title]);
  const [, place, kind, key] = path.value.split('/');
  if (place === 'mur') {
    return <WallPage kind={kind ?? ''} at={key ?? ''} />;
  }
  return (
    <>
      <a class="skip" href="#main">
        {t('skip')}
      </a>
      <Header />
      <ConnectionBar />
      {signedIn && <EventBar />}
      {signedIn && <Reminders />}
      {signedIn && <TourBanner />}
      <main id="main" tabIndex={-1} class={isWide() ? 'wide' : undefined}>
        <Page />
      </main>
      <footer>
        {programme.value?.demo && <span>{t('demo')} · </span>}
        <Link to="/vie-privee">{t('privacy')}</Link>
      </footer>
      <ToastBar />
    </>
  );
}

/** The map and the welcome fill the window; everything else is a page of text. */
function isWide(): boolean {
  const place = path.value.split('/')[1] ?? '';
  if (!me.value) {
    return me.value === null && !['invite', 'vie-privee'].includes(place);
  }
  return mapShown.value && ['', 'zone', 'connexion', 'stands', 'forum', 'classe', 'class', 'classes'].includes(place);
}

function Page() {
  const at = path.value;
  if (at === '/invite') {
    return <InvitePage />;
  }
  if (at === '/vie-privee') {
    return (
      <section class="card reading">
        <h1>{t('privacyTitle')}</h1>
        {t('privacyBody')
          .split('\n')
          .map((paragraph) => (
            <p key={paragraph}>{paragraph}</p>
          ))}
      </section>
    );
  }
  if (me.value === undefined) {
    return <Loading />;
  }
  if (me.value === null) {
    return <SignInPage />;
  }
  if (live.state.value === 'waiting' && !live.room(theEvent)?.version.value) {
    // Signed in, and never inside: who was inside keeps what is on screen, under the bar.
    return <WaitingPage at={live.retryAt.value} />;
  }
  const [, place, key] = at.split('/');
  if (programme.value === undefined) {
    return <Loading />;
  }
  if (programme.value === null) {
    return (
      <p class="notice" role="alert">
        {t('programmeFailed')}{' '}
        <button type="button" class="soft" onClick={() => void loadProgramme()}>
          {t('retry')}
        </button>
      </p>
    );
  }
  switch (place) {
    case '':
    case 'zone':
    case 'connexion':
      return <ZonePage />;
    case 'stands':
      return <ZonePage place={key ?? ''} page={<BoothPage key={key} boothKey={key ?? ''} />} />;
    case 'forum':
      return <ZonePage place="forum" page={key ? <TalkPage key={key} talkKey={key} /> : <ForumPage />} />;
    case 'agenda':
      return <AgendaPage />;
    case 'annonces':
      return <AnnouncementsPage />;
    case 'class':
    case 'classe':
      return <ZonePage place="classe" page={<ClassPage key={key} classKey={key} />} />;
    case 'classes':
      return <ZonePage place="classe" page={<ClassHall />} />;
    case 'comptoir':
      return <BoothDesk booth={key} />;
    case 'moderation':
      return watchesClasses() ? <ModerationDesk /> : <NotFound />;
    case 'organisation':
      if (key === undefined && watchesClasses()) {
        return <OrganiserPage />;
      }
      return key === 'etat' && me.value.role === 'organiser' ? <StatusPage /> : <NotFound />;
    default:
      return <NotFound />;
  }
}
