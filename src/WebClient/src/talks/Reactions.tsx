import { useEffect, useState } from 'preact/hooks';
import { Icon } from '../design/Icon';
import { t } from '../i18n';
import type { Room } from '../live/room';
import { reactions } from '../live/wire';
import { live } from '../sign-in/session';

/** Reactions of everybody, summed since this page looks on; each pulse brings what came since the one before. */
export function useReactionSums(room: Room): Partial<Record<string, number>> {
  const [sums, setSums] = useState<Partial<Record<string, number>>>({});
  const pulse = room.pulse.value;
  useEffect(() => {
    if (pulse && Object.keys(pulse.reactions).length > 0) {
      setSums((before) => {
        const after = { ...before };
        for (const [name, count] of Object.entries(pulse.reactions)) {
          after[name] = (after[name] ?? 0) + count;
        }
        return after;
      });
    }
  }, [pulse]);
  return sums;
}

export function Reactions({ room }: { room: Room }) {
  const sums = useReactionSums(room);
  if (room.one('stage')?.state !== 'live') {
    return null;
  }
  return (
    <section class="reactions" aria-label={t('reactions')}>
      {reactions.map((name) => (
        <button key={name} type="button" onClick={() => live.react(room.id, name).catch(() => undefined)}>
          <Icon name={name} /> {t(`react_${name}`)} <strong>{sums[name] ?? 0}</strong>
        </button>
      ))}
    </section>
  );
}
