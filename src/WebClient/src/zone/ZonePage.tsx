import type { ComponentChild } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { NextTime } from '../booths/NextTime';
import { nameOf } from '../frame/title';
import { french, local, t } from '../i18n';
import { go, Link, openedId, path } from '../router';
import { found } from './filters';
import { useKeptFocus } from './keptFocus';
import { Landmarks } from './Landmarks';
import { fetchMap, mapShown, mapView } from './mapChunk';
import { foundMeetings } from './meeting';
import { NoSite } from './NoSite';
import { People } from './People';
import { type Programme, programme, type Site, statusOf } from './programme';
import { ClassHere } from './tour';
import { chooseView, settleView, whyList } from './view';
import { Filters } from './ZoneFilters';

interface ZoneProps {
  /** What is open: a site's key, the forum or the class. */
  readonly place?: string;
  readonly page?: ComponentChild;
}

/** The zone, as a map or as a list: two views of one store. A stand, a talk or the class opens over the map, or as a page of its own. */
export function ZonePage({ place, page }: ZoneProps) {
  const all = programme.value;
  const showing = settleView();
  const stage = useRef<HTMLElement>(null);
  const closing = useRef(false);
  const wanted = showing === 'map';
  useEffect(() => (wanted ? fetchMap() : undefined), [wanted]);
  const Drawn = mapShown.value ? mapView.value : null;
  useKeptFocus(stage, `${showing} ${Drawn !== null}`);
  if (all === undefined) {
    return <p role="status">{t('loading')}</p>;
  }
  if (all === null) {
    return <p role="alert">{t('programmeFailed')}</p>;
  }
  const close = () => {
    closing.current = true;
    go('/');
  };
  const isOpen = Drawn ? Boolean(place) : place !== undefined;
  return (
    <section
      ref={stage}
      class={Drawn ? `zone-map${isOpen ? ' with-panel' : ''}` : undefined}
      aria-label={Drawn ? t('mapTitle') : undefined}
    >
      <WhyList alone={isOpen} waits={wanted && !Drawn} />
      {Drawn && <h1 class="hidden">{t('zone')}</h1>}
      {/* One element in both views: what is typed, heard and watched in there goes on when the map gives way. Before all that is on the map, so that the keyboard comes to it first. */}
      {isOpen && (
        <section
          key="opened"
          id={Drawn ? openedId : undefined}
          class={Drawn ? 'zone-panel' : 'zone-alone'}
          tabIndex={-1}
          aria-label={Drawn ? nameOf(path.value) : undefined}
          data-over={Drawn ? '' : undefined}
        >
          {Drawn && (
            <button type="button" class="quiet panel-close" onClick={close}>
              {t('closePanel')}
            </button>
          )}
          {page}
        </section>
      )}
      {Drawn ? (
        <Drawn all={all} place={place} stage={stage} closing={closing} onClose={close} />
      ) : (
        !isOpen && <ZoneList all={all} waits={wanted} />
      )}
    </section>
  );
}

/** Why there is a list and no map, or that it is on its way. Always there, so that it is read out when the map gives way; with the way back where a page stands alone. */
function WhyList({ alone, waits }: { readonly alone: boolean; readonly waits: boolean }) {
  const why = whyList.value;
  const word = waits ? t('mapLoading') : why === 'none' ? '' : t(`whyList_${why}`);
  return (
    <div class="why-list">
      <p class={word ? 'notice' : 'hidden'} role="status">
        {word}
      </p>
      {waits && (
        <button type="button" class="soft" onClick={() => chooseView('list')}>
          {t('openList')}
        </button>
      )}
      {alone && why !== 'none' && <ToMap />}
    </div>
  );
}

function ToMap() {
  return (
    whyList.value !== 'no-webgl' && (
      <button type="button" class="view-toggle" onClick={() => chooseView('map')}>
        {t('openMap')}
      </button>
    )
  );
}

function ZoneList({ all, waits }: { readonly all: Programme; readonly waits: boolean }) {
  const sites = found(all);
  const { places, talks } = foundMeetings(all);
  const meetings = [...places, ...talks];
  return (
    <section>
      <div class="row zone-head">
        <h1>{t('zone')}</h1>
        {!waits && <ToMap />}
      </div>
      <div class="filters">
        <Filters count={sites.length} />
      </div>
      {sites.length + meetings.length === 0 && <NoSite />}
      {meetings.length > 0 && <Landmarks all={all} meetings={meetings} />}
      {all.zones.map((zone) => {
        const here = sites.filter((site) => site.zone === zone.key);
        return (
          here.length > 0 && (
            <section key={zone.key} aria-labelledby={`zone-${zone.key}`}>
              <h2 id={`zone-${zone.key}`}>{local(zone.label)}</h2>
              <ul class="sites">
                {here.map((site) => (
                  <SiteCard key={site.key} site={site} />
                ))}
              </ul>
            </section>
          )
        );
      })}
    </section>
  );
}

function SiteCard({ site }: { site: Site }) {
  const status = statusOf(`booth:${site.key}`);
  return (
    <li class="site">
      <Link to={`/stands/${site.key}`}>
        <span class="number">{site.number}</span> <span lang={french()}>{site.label}</span>
      </Link>
      <p class="hint">{local(site.sector)}</p>
      <p class="figures">
        <People count={status.present} />
        {status.available > 0 && <span class="badge good">{t('availableNow', { n: status.available })}</span>}
        <NextTime status={status} short />
        {status.live && <span class="badge live">{t('liveNow')}</span>}
        <ClassHere place={site.key} />
      </p>
    </li>
  );
}
