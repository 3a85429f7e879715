import { computed, signal } from '@preact/signals';
import { matches, type Programme, type Site, statusOf } from './programme';

/** What list and map are asked to show: one search for both. */
export const search = signal('');
export const onlyAvailable = signal(false);

/** Whether anything narrows the zone down. */
export const searching = computed(() => search.value.trim() !== '' || onlyAvailable.value);

export function found(all: Programme): readonly Site[] {
  const districts = new Map(all.zones.map((zone) => [zone.key, zone.label]));
  return all.sites.filter(
    (site) =>
      matches(site, search.value, districts.get(site.zone)) &&
      (!onlyAvailable.value || statusOf(`booth:${site.key}`).available > 0),
  );
}

/** Everything is shown again. */
export function clear(): void {
  search.value = '';
  onlyAvailable.value = false;
}
