import { computed } from '@preact/signals';
import { myClass } from '../classrooms/myClass';
import { t } from '../i18n';
import { live } from '../sign-in/session';

/** The place of the zone that a room is at: a site, the forum, or the class's lobby. */
export function placeOf(room: string): string {
  return room.startsWith('booth:') ? room.slice(6) : room.startsWith('talk:') ? 'forum' : 'classe';
}

/** Where the own class is on its guided tour; undefined for who has none. */
export const tourPlace = computed(() => {
  const id = myClass();
  const at = id === undefined ? undefined : live.rooms.value.get(id)?.one('tour')?.room;
  return at === undefined ? undefined : placeOf(at);
});

/** For members of the class only, since nobody else knows. */
export function ClassHere({ place }: { readonly place: string }) {
  return tourPlace.value === place ? <span class="badge tour-here">{t('yourClassHere')}</span> : null;
}
