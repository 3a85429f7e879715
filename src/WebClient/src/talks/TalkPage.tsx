import { MarkButton } from '../agenda/MarkButton';
import { Chat } from '../chat/Chat';
import { TourHere } from '../classrooms/TourBanner';
import { Icon } from '../design/Icon';
import { PlaceHeader } from '../design/PlaceHeader';
import { NotFound } from '../frame/NotFound';
import { day, hourText, local, t } from '../i18n';
import { act } from '../live/actions';
import { RoomGate } from '../live/RoomGate';
import type { Room } from '../live/room';
import { useNow, useRoom } from '../live/useRoom';
import { ModerationPanel } from '../moderation/ModerationPanel';
import { People } from '../zone/People';
import { type TalkSlot, talkOf } from '../zone/programme';
import { Polls } from './Polls';
import { Questions } from './Questions';
import { Reactions } from './Reactions';
import { isExpected, notBegun } from './standing';

export function TalkPage({ talkKey }: { talkKey: string }) {
  const slot = talkOf(talkKey);
  const room = useRoom(`talk:${talkKey}`);
  if (!slot) {
    return <NotFound />;
  }
  return (
    <article>
      <PlaceHeader
        tile={<Icon name="stage" />}
        title={local(slot.title)}
        actions={
          <>
            <MarkButton talk={talkKey} title={local(slot.title)} />
            <TourHere room={`talk:${talkKey}`} />
            <a class="button soft" href={`/mur/talk/${talkKey}`} target="_blank" rel="noopener">
              {t('openWall')}
            </a>
          </>
        }
      >
        <p>
          {day(slot.startsAt)}, {t('time', { start: hourText(slot.startsAt), end: hourText(slot.endsAt) })} ·{' '}
          <People count={room?.pulse.value?.present ?? 0} />
        </p>
      </PlaceHeader>
      <RoomGate room={room}>
        {(entered) => (
          <>
            <StageBar room={entered} slot={slot} />
            <div class="columns">
              <div>
                <Questions room={entered} />
                <Polls room={entered} />
              </div>
              <aside>
                <Reactions room={entered} />
                <Chat room={entered} />
                <ModerationPanel room={entered} />
              </aside>
            </div>
          </>
        )}
      </RoomGate>
    </article>
  );
}

function StageBar({ room, slot }: { room: Room; slot: TalkSlot }) {
  const state = room.one('stage')?.state ?? 'scheduled';
  const can = room.can.value;
  const now = useNow(isExpected(room));
  const onAir = room.all('question').find((question) => question.state === 'onAir');
  return (
    <section class="stage" data-state={state}>
      <p role="status">
        {state === 'live' ? (
          <span class="badge live">{t('talkLive')}</span>
        ) : state === 'ended' ? (
          t('talkEnded')
        ) : (
          notBegun(slot, now)
        )}
      </p>
      {onAir && (
        <div class="on-air" data-seq={onAir.id}>
          <p class="badge live">{t('onAir')}</p>
          <p class="text">{onAir.text}</p>
          <p class="meta">
            <bdi>{onAir.author.name}</bdi> · {t('votes', { n: onAir.score })}
          </p>
        </div>
      )}
      <div class="actions">
        {can.has('talk.start') && state === 'scheduled' && (
          <button type="button" onClick={() => act(room.id, { type: 'talk.start' })}>
            {t('startTalk')}
          </button>
        )}
        {can.has('talk.end') && state === 'live' && (
          <button type="button" onClick={() => act(room.id, { type: 'talk.end' }, { undo: { type: 'talk.resume' } })}>
            {t('endTalk')}
          </button>
        )}
        {can.has('talk.resume') && state === 'ended' && (
          <button type="button" onClick={() => act(room.id, { type: 'talk.resume' })}>
            {t('resumeTalk')}
          </button>
        )}
      </div>
    </section>
  );
}
