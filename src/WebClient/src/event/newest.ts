/** Announcements above every page: more would push the page away. */
export const shownAbove = 3;

/** Ids are places in the room's order: the highest is the newest. */
export function newestFirst<T extends { readonly id: string }>(all: readonly T[]): T[] {
  return [...all].sort((a, b) => Number(b.id) - Number(a.id));
}
