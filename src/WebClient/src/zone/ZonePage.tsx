import { signal } from '@preact/signals';
import { local, t } from '../i18n';
import { Link } from '../router';
import { matches, programme, type Site, statusOf } from './programme';

const search = signal('');
const onlyAvailable = signal(false);

/** The zone as a list: the equal second way to everything the map will show. */
export function ZonePage() {
  const all = programme.value;
  if (all === undefined) {
    return <p role="status">{t('loading')}</p>;
  }
  if (all === null) {
    return <p role="alert">{t('programmeFailed')}</p>;
  }
  const found = all.sites.filter(
    (site) => matches(site, search.value) && (!onlyAvailable.value || statusOf(`booth:${site.key}`).available > 0),
  );
  return (
    <section>
      <h1>{t('zone')}</h1>
      <div class="filters">
        <label>
          {t('search')}
          <input type="search" value={search} onInput={(event) => (search.value = event.currentTarget.value)} />
        </label>
        <label class="inline">
          <input
            type="checkbox"
            checked={onlyAvailable}
            onChange={(event) => (onlyAvailable.value = event.currentTarget.checked)}
          />
          {t('onlyAvailable')}
        </label>
        <p role="status">{t('sites', { n: found.length })}</p>
      </div>
      {found.length === 0 && <p>{t('noSite')}</p>}
      {all.zones.map((zone) => {
        const here = found.filter((site) => site.zone === zone.key);
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
        <span class="number">{site.number}</span> {site.label}
      </Link>
      <p class="hint">{local(site.sector)}</p>
      <p class="figures">
        <People count={status.present} />
        {status.available > 0 && <span class="badge good">{t('availableNow', { n: status.available })}</span>}
      </p>
    </li>
  );
}

export function People({ count }: { count: number }) {
  return <span>{count === 0 ? t('peopleNone') : count === 1 ? t('peopleOne') : t('people', { n: count })}</span>;
}
