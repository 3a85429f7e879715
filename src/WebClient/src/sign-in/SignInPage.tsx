import { useState } from 'preact/hooks';
import { Icon, type IconName } from '../design/Icon';
import { t, why } from '../i18n';
import { waitOf } from '../live/capacity';
import { go } from '../router';
import { programme } from '../zone/programme';
import { isCode, shown } from './classCode';
import { Panorama } from './Panorama';
import { refusalOf, signIn } from './session';
import { WaitingPage } from './WaitingPage';
import './signIn.css';

export function SignInPage() {
  const all = programme.value;
  return (
    <>
      <section class="hero">
        <Panorama />
        <header>
          <h1>{t('welcome')}</h1>
          <p>{t('welcomeText')}</p>
        </header>
      </section>
      <div class="doors">
        <Door
          title={t('visitorTitle')}
          label={t('pseudonym')}
          hint={t('pseudonymHint')}
          action={t('enterAsVisitor')}
          maxLength={60}
          enter={async (name) => {
            await signIn('visitor', { name });
            if (location.pathname === '/connexion') {
              go('/');
            }
          }}
        />
        <Door
          title={t('classTitle')}
          label={t('classCode')}
          hint={t('classCodeHint')}
          action={t('enterClass')}
          maxLength={20}
          format={shown}
          check={(code) => (isCode(code) ? '' : t('classCodeWrong'))}
          enter={async (code) => {
            await signIn('class', { code });
            go('/classe');
          }}
        />
      </div>
      <ul class="promises plain">
        <Promised
          icon="factory"
          title={t('promiseVisit', { n: all?.sites.length ?? 0 })}
          text={t('promiseVisitText')}
        />
        <Promised icon="talk" title={t('promiseTalk')} text={t('promiseTalkText')} />
        <Promised icon="stage" title={t('promiseForum', { n: all?.talks.length ?? 0 })} text={t('promiseForumText')} />
      </ul>
      <p class="invited">{t('invitedHint')}</p>
    </>
  );
}

function Promised({ icon, title, text }: { icon: IconName; title: string; text: string }) {
  return (
    <li>
      <Icon name={icon} />
      <span>
        <strong>{title}</strong>
        {text}
      </span>
    </li>
  );
}

/** Somebody else behind the same address may be guessing: the door then says when to come again, and the page does. */
async function patiently(enter: () => Promise<void>, say: (text: string) => void): Promise<void> {
  for (let tries = 1; ; tries++) {
    try {
      return await enter();
    } catch (failure) {
      const { code, retryAfterMs } = refusalOf(failure);
      if (code !== 'slow_down' || !retryAfterMs || tries === 10) {
        throw failure;
      }
      say(t('waitingTurn'));
      await new Promise((done) => setTimeout(done, retryAfterMs));
    }
  }
}

interface DoorProps {
  title: string;
  label: string;
  hint: string;
  action: string;
  maxLength: number;
  format?: (text: string) => string;
  check?: (text: string) => string;
  enter: (text: string) => Promise<void>;
}

function Door({ title, label, hint, action, maxLength, format, check, enter }: DoorProps) {
  const [text, setText] = useState('');
  const [error, setError] = useState('');
  const [busy, setBusy] = useState(false);
  const [waitingUntil, setWaitingUntil] = useState<number | null>(null);
  const id = label.replace(/\W+/g, '-');

  const tryToEnter = async () => {
    setBusy(true);
    try {
      await patiently(() => enter(text), setError);
    } catch (failure) {
      const { code, retryAfterMs } = refusalOf(failure);
      if (code === 'full') {
        setWaitingUntil(Date.now() + (retryAfterMs ?? waitOf(null)));
        return;
      }
      setWaitingUntil(null);
      setError(t('failed', { why: why(code) }));
      setBusy(false);
    }
  };

  if (waitingUntil !== null) {
    return (
      <WaitingPage
        at={waitingUntil}
        retry={() => void tryToEnter()}
        cancel={() => {
          setWaitingUntil(null);
          setBusy(false);
        }}
      />
    );
  }
  return (
    <form
      class="card"
      onSubmit={(event) => {
        event.preventDefault();
        const slip = check?.(text) ?? '';
        setError(slip);
        if (!slip) {
          void tryToEnter();
        }
      }}
    >
      <h2>{title}</h2>
      <label for={id}>{label}</label>
      <input
        id={id}
        value={text}
        required
        maxLength={maxLength}
        autocomplete="off"
        aria-describedby={`${id}-hint`}
        aria-invalid={error !== ''}
        onInput={(event) => setText(format ? format(event.currentTarget.value) : event.currentTarget.value)}
      />
      <p id={`${id}-hint`} class="hint">
        {hint}
      </p>
      {error && (
        <p role="alert" class="error">
          {error}
        </p>
      )}
      <button type="submit" disabled={busy}>
        {action}
      </button>
    </form>
  );
}
