import { Chat } from '../chat/Chat';
import { TourHere } from '../classrooms/TourBanner';
import { lazily } from '../design/lazily';
import { PlaceHeader } from '../design/PlaceHeader';
import { NotFound } from '../frame/NotFound';
import { french, local, t } from '../i18n';
import { RoomGate } from '../live/RoomGate';
import { useRoom } from '../live/useRoom';
import { MediaShelf } from '../media/MediaShelf';
import { ModerationPanel } from '../moderation/ModerationPanel';
import { Link } from '../router';
import { me } from '../sign-in/session';
import { People } from '../zone/People';
import { jobsOf, programme, siteOf, statusOf } from '../zone/programme';
import { NextTime } from './NextTime';
import { DutySwitch, StaffHere } from './Staff';

/** For organisers: everybody else never fetches it. */
const HoursDesk = lazily(() => import('./HoursDesk').then((screen) => screen.HoursDesk));

export function BoothPage({ boothKey }: { boothKey: string }) {
  const site = siteOf(boothKey);
  const room = useRoom(`booth:${boothKey}`);
  if (!site) {
    return <NotFound />;
  }
  const district = programme.value?.zones.find((zone) => zone.key === site.zone);
  const mine = me.value?.own.includes(`booth:${boothKey}`) ?? false;
  return (
    <article data-zone={site.zone}>
      <PlaceHeader
        tile={site.number}
        title={site.label}
        lang={french()}
        actions={
          <>
            <TourHere room={`booth:${boothKey}`} />
            {mine && (
              <Link to={`/comptoir/${boothKey}`} class="button soft">
                {t('toDesk')}
              </Link>
            )}
          </>
        }
      >
        <p>
          {district && `${local(district.label)} · `}
          {local(site.sector)} · <People count={room?.pulse.value?.present ?? 0} />
        </p>
        <p class="figures">
          <NextTime status={statusOf(`booth:${boothKey}`)} />
        </p>
        <p class="hint">{site.fictional ? t('fictional') : t('named')}</p>
        <ul class="chips" aria-label={t('jobs')}>
          {jobsOf(site).map(({ fr, text, lang }) => (
            <li key={fr} class="badge" lang={lang}>
              {text}
            </li>
          ))}
        </ul>
      </PlaceHeader>
      <RoomGate room={room}>
        {(entered) => (
          <div class="columns booth">
            <aside class="beside">
              <StaffHere room={entered} />
              <MediaShelf media={site.media ?? []} />
            </aside>
            <div>
              <Chat room={entered} />
            </div>
            <aside class="beside">
              <DutySwitch room={entered} />
              {!mine && entered.can.value.has('hours.set') && <HoursDesk room={entered} />}
              <ModerationPanel room={entered} />
            </aside>
          </div>
        )}
      </RoomGate>
    </article>
  );
}
