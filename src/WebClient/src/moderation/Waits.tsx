import { hourText, t } from '../i18n';
import type { BoardRow } from './board';

/** How much waits in a room for a moderator, and since when. */
export function Waits({ row }: { row: BoardRow | undefined }) {
  return row && row.waiting > 0 ? (
    <span class="badge wait">{t('waits', { n: row.waiting, time: hourText(row.since ?? 0) })}</span>
  ) : null;
}
