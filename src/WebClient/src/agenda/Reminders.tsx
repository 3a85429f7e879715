import { signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { Icon } from '../design/Icon';
import { local, t } from '../i18n';
import { Link, path } from '../router';
import { live } from '../sign-in/session';
import { programme, statusOf } from '../zone/programme';
import { due, marked } from './agenda';

const dismissed = signal<ReadonlySet<string>>(new Set());
const now = signal(live.now());

/** A look at the agenda every so often, ms. */
const lookMs = 15_000;

/** What somebody marked and is about to begin, above every page. */
export function Reminders() {
  const any = marked.value.size > 0;
  useEffect(() => {
    if (!any) {
      return;
    }
    const look = (): void => {
      now.value = live.now();
    };
    look();
    const timer = setInterval(look, lookMs);
    return () => clearInterval(timer);
  }, [any]);
  const reminders = any
    ? due(
        programme.value?.talks ?? [],
        marked.value,
        dismissed.value,
        (talk) => statusOf(`talk:${talk.key}`).live,
        now.value,
        path.value.split('/forum/')[1],
      )
    : [];
  return (
    <div class="event-bar">
      {/* Told twice, as it comes up and as it begins; the minutes between are there to be read. */}
      <div class="hidden" role="status">
        {reminders.map(({ key, talk, minutes }) => (
          <p key={key}>
            {minutes === 0 ? t('reminderNow') : t('reminderSoon')} {local(talk.title)}
          </p>
        ))}
      </div>
      {reminders.map(({ key, talk, minutes }) => (
        <p key={key} class="announcement">
          <Icon name="bell" />
          <span>{minutes === 0 ? t('reminderNow') : t('reminderIn', { n: minutes })}</span>
          <Link to={`/forum/${talk.key}`}>{local(talk.title)}</Link>
          <button
            type="button"
            class="quiet end"
            onClick={() => {
              dismissed.value = new Set(dismissed.value).add(key);
            }}
          >
            {t('close')}
          </button>
        </p>
      ))}
    </div>
  );
}
