import { MarkButton } from '../agenda/MarkButton';
import { clock, day, local, t } from '../i18n';
import { useNow } from '../live/useRoom';
import { Link } from '../router';
import { People } from '../zone/People';
import { statusOf, type TalkSlot } from '../zone/programme';
import { isPast } from './standing';

/** A talk in a list of the day. */
export function TalkLine({ talk }: { talk: TalkSlot }) {
  const status = statusOf(`talk:${talk.key}`);
  const now = useNow(!status.live, 30_000);
  const past = !status.live && isPast(talk, now);
  return (
    <li class="talk-line" data-live={status.live} data-past={past}>
      <p class="when">
        <strong>{clock(talk.startsAt)}</strong>
        <span>{clock(talk.endsAt)}</span>
      </p>
      <div class="what">
        <Link to={`/forum/${talk.key}`}>{local(talk.title)}</Link>
        <p class="figures">
          <span class="hint">{day(talk.startsAt)}</span>
          {past && <span class="badge">{t('talkPast')}</span>}
          {status.live && <span class="badge live">{t('liveNow')}</span>}
          {status.present > 0 && <People count={status.present} />}
        </p>
      </div>
      <MarkButton talk={talk.key} title={local(talk.title)} />
    </li>
  );
}
