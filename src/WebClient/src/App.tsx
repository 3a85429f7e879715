import { useEffect } from 'preact/hooks';
import { ClassPage, myClass } from './classrooms/ClassPage';
import { TourBanner } from './classrooms/TourBanner';
import { setTheme, type Theme, theme } from './design/theme';
import { EventBar } from './event/EventBar';
import { OrganiserPage } from './event/OrganiserPage';
import { type Language, language, setLanguage, t, why } from './i18n';
import { toast } from './live/actions';
import { Link, path } from './router';
import { InvitePage } from './sign-in/InvitePage';
import { SignInPage } from './sign-in/SignInPage';
import { forget, live, me, signOut } from './sign-in/session';
import { WaitingPage } from './sign-in/WaitingPage';
import { ForumPage } from './talks/ForumPage';
import { TalkPage } from './talks/TalkPage';
import { loadProgramme, programme, theEvent } from './zone/programme';
import { view } from './zone/view';
import { ZonePage } from './zone/ZonePage';

export function App() {
  const signedIn = Boolean(me.value);
  const person = me.value?.person;
  useEffect(() => {
    void loadProgramme();
  }, []);
  // Everybody reads the event's room, anew for each person
  useEffect(() => (signedIn ? live.use(theEvent) : undefined), [signedIn, person]);
  return (
    <>
      <a class="skip" href="#main">
        {t('skip')}
      </a>
      <Header />
      <ConnectionBar />
      {signedIn && <EventBar />}
      {signedIn && <TourBanner />}
      <main id="main" tabIndex={-1} class={onMap() ? 'wide' : undefined}>
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

/** The map fills the window; everything else is a page of text. */
function onMap(): boolean {
  const place = path.value.split('/')[1] ?? '';
  return Boolean(me.value) && view.value === 'map' && ['', 'zone', 'connexion', 'stands'].includes(place);
}

function Page() {
  const at = path.value;
  if (at === '/invite') {
    return <InvitePage />;
  }
  if (at === '/vie-privee') {
    return (
      <section class="card">
        <h1>{t('privacyTitle')}</h1>
        <p>{t('privacyBody')}</p>
      </section>
    );
  }
  if (me.value === undefined) {
    return <p role="status">{t('loading')}</p>;
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
    return <p role="status">{t('loading')}</p>;
  }
  switch (place) {
    case '':
    case 'zone':
    case 'connexion':
    case 'stands':
      return <ZonePage booth={place === 'stands' ? (key ?? '') : undefined} />;
    case 'forum':
      return key ? <TalkPage key={key} talkKey={key} /> : <ForumPage />;
    case 'class':
    case 'classe':
      return <ClassPage />;
    case 'organisation':
      return <OrganiserPage />;
    default:
      return (
        <p>
          {t('notFound')} <Link to="/">{t('back')}</Link>
        </p>
      );
  }
}

function Header() {
  const who = me.value;
  return (
    <header class="top">
      <Link to="/" class="brand">
        {t('appName')}
      </Link>
      {who && (
        <nav aria-label={t('appName')}>
          <Link to="/">{t('zone')}</Link>
          <Link to="/forum">{t('forum')}</Link>
          {myClass() && <Link to="/classe">{t('myClass')}</Link>}
          {(who.role === 'organiser' || who.role === 'moderator') && <Link to="/organisation">{t('organiser')}</Link>}
        </nav>
      )}
      <div class="row tools">
        <label>
          <span class="hidden">{t('language')}</span>
          <select value={language} onChange={(event) => setLanguage(event.currentTarget.value as Language)}>
            <option value="fr">Français</option>
            <option value="en">English</option>
          </select>
        </label>
        <label>
          <span class="hidden">{t('theme')}</span>
          <select value={theme} onChange={(event) => setTheme(event.currentTarget.value as Theme)}>
            <option value="auto">{t('themeAuto')}</option>
            <option value="light">{t('themeLight')}</option>
            <option value="dark">{t('themeDark')}</option>
          </select>
        </label>
        {who && (
          <>
            <span class="who">
              <bdi>{who.name}</bdi> <span class="badge">{t(`role_${who.role}`)}</span>
            </span>
            <button type="button" class="quiet" onClick={() => void signOut()}>
              {t('signOut')}
            </button>
          </>
        )}
      </div>
    </header>
  );
}

function ConnectionBar() {
  const state = live.state.value;
  if (!me.value || state === 'live' || state === 'idle') {
    return <div class="connection" role="status" data-live={state} />;
  }
  return (
    <div class="connection shown" role="status" data-live={state}>
      {state === 'refused' ? t('live_refused', { why: why(live.closedFor.value ?? '') }) : t(`live_${state}`)}
      {state === 'refused' && (
        <button type="button" onClick={() => void forget()}>
          {t('signInAgain')}
        </button>
      )}
    </div>
  );
}

function ToastBar() {
  const now = toast.value;
  return (
    <div class="toasts" role="status">
      {now && (
        <p class={now.bad ? 'toast bad' : 'toast'}>
          {now.text}
          {now.undo && (
            <button
              type="button"
              onClick={() => {
                now.undo?.();
                toast.value = null;
              }}
            >
              {t('undo')}
            </button>
          )}
        </p>
      )}
    </div>
  );
}
