import type { RefObject } from 'preact';
import { useEffect } from 'preact/hooks';

/** What a press has opened comes into sight, once: on a telephone it begins below the list it was chosen from. */
export function useIntoSight(element: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    element.current?.scrollIntoView({ block: 'nearest' });
  }, []);
}
