import { Chat } from '../chat/Chat';
import { TourHere } from '../classrooms/TourBanner';
import { local, t } from '../i18n';
import { RoomGate } from '../live/RoomGate';
import { useRoom } from '../live/useRoom';
import { ModerationPanel } from '../moderation/ModerationPanel';
import { Link } from '../router';
import { People } from '../zone/People';
import { siteOf } from '../zone/programme';
import { DutySwitch, StaffHere } from './Staff';

export function BoothPage({ boothKey }: { boothKey: string }) {
  const site = siteOf(boothKey);
  const room = useRoom(`booth:${boothKey}`);
  if (!site) {
    return (
      <p>
        {t('notFound')} <Link to="/">{t('back')}</Link>
      </p>
    );
  }
  return (
    <article>
      <header>
        <h1>{site.label}</h1>
        <p>
          {local(site.sector)} · <People count={room?.pulse.value?.present ?? 0} />
        </p>
        <p class="hint">{site.fictional ? t('fictional') : t('named')}</p>
        <p>
          {t('jobs')} : {site.jobs.join(', ')}
        </p>
        <TourHere room={`booth:${boothKey}`} />
      </header>
      <RoomGate room={room}>
        {(entered) => (
          <div class="columns">
            <div>
              <Chat room={entered} />
            </div>
            <aside>
              <StaffHere room={entered} />
              <DutySwitch room={entered} />
              <ModerationPanel room={entered} />
            </aside>
          </div>
        )}
      </RoomGate>
    </article>
  );
}
