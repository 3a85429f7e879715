import { local, t } from '../../i18n';
import { type Programme, statusOf } from '../programme';

/** One button for each district: its name in the picture from afar, a step to it from near. */
export function Districts({
  all,
  onWhole,
  onStep,
}: {
  readonly all: Programme;
  readonly onWhole: () => void;
  /** `byKey`: chosen by the keyboard, which then goes on at the district's first site. */
  readonly onStep: (key: string, byKey: boolean) => void;
}) {
  return (
    <nav class="map-districts" aria-label={t('districts')} data-over>
      <button type="button" class="whole" onClick={onWhole}>
        {t('wholeZone')}
      </button>
      {all.zones.map((zone) => {
        const here = all.sites.filter((site) => site.zone === zone.key);
        const present = here.reduce((sum, site) => sum + statusOf(`booth:${site.key}`).present, 0);
        return (
          <button
            type="button"
            key={zone.key}
            data-district={zone.key}
            onClick={(event) => onStep(zone.key, event.detail === 0)}
          >
            {local(zone.label)}
            {present > 0 && <span class="total">{present}</span>}
          </button>
        );
      })}
    </nav>
  );
}
