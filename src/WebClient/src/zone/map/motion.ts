import { useSignal } from '@preact/signals';
import { useEffect, useMemo } from 'preact/hooks';

const key = 'halle.motion';

export interface Motion {
  /** Nothing moves by itself, and one is there at once instead of flying. */
  readonly held: boolean;
  /** The system asks for less motion, so there is nothing to choose. */
  readonly asked: boolean;
  /** The same as `held`, asked anew: what the system asks for is told a moment later than it holds. */
  readonly holds: () => boolean;
  readonly hold: (on: boolean) => void;
}

/** Whether the map moves: by what the system asks for, at once when that changes, and by a person's choice, which is remembered. */
export function useMotion(): Motion {
  const less = useMemo(() => matchMedia('(prefers-reduced-motion: reduce)'), []);
  const asked = useSignal(less.matches);
  const chosen = useSignal(localStorage.getItem(key) === 'off');
  useEffect(() => {
    const changed = () => {
      asked.value = less.matches;
    };
    less.addEventListener('change', changed);
    return () => less.removeEventListener('change', changed);
  }, []);
  return {
    held: asked.value || chosen.value,
    asked: asked.value,
    holds: () => less.matches || chosen.value,
    hold: (on) => {
      chosen.value = on;
      localStorage.setItem(key, on ? 'off' : 'on');
    },
  };
}
