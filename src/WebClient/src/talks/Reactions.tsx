import { useEffect, useState } from 'preact/hooks';
import { Icon } from '../design/Icon';
import { refusal, t } from '../i18n';
import { say } from '../live/actions';
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

/** Nothing is said when it worked: the number goes up for everybody. */
async function react(room: string, name: string): Promise<void> {
  const answer = await live.react(room, name).catch(() => ({ status: 'unknown', code: 'unavailable' }) as const);
  if (answer.status !== 'ok') {
    say(t('failed', { why: refusal(answer, live.now()) }), true);
  }
}

export function Reactions({ room }: { room: Room }) {
  const sums = useReactionSums(room);
  if (room.one('stage')?.state !== 'live') {
    return null;
  }
  return (
    <section class="reactions" aria-label={t('reactions')}>
      {reactions.map((name) => (
        <button key={name} type="button" onClick={() => void react(room.id, name)}>
          <Icon name={name} /> {t(`react_${name}`)} <strong>{sums[name] ?? 0}</strong>
        </button>
      ))}
    </section>
  );
}
