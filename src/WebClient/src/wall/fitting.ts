import type { RefObject } from 'preact';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';

/** What fitting needs to know of a box on the page. */
export interface Box {
  readonly dataset: { step?: string };
  readonly scrollHeight: number;
  readonly clientHeight: number;
}

/** Sets the box's step to the first, the largest, in which nothing in it is cut off, or to the last. */
export function fitSize(box: Box, last: number): void {
  for (let step = 0; step <= last; step++) {
    box.dataset.step = String(step);
    if (box.scrollHeight <= box.clientHeight) {
      return;
    }
  }
}

/** Keeps a box of the screen's own height fitted: with every drawing, with the size of the screen, and once the letters are there. */
export function useFitting<T extends HTMLElement>(last: number): RefObject<T | null> {
  const box = useRef<T>(null);
  useLayoutEffect(() => {
    if (box.current) {
      fitSize(box.current, last);
    }
  });
  useEffect(() => {
    const element = box.current;
    if (!element) {
      return;
    }
    const again = (): void => fitSize(element, last);
    const watch = new ResizeObserver(again);
    watch.observe(element);
    document.fonts.addEventListener('loadingdone', again);
    return () => {
      watch.disconnect();
      document.fonts.removeEventListener('loadingdone', again);
    };
  }, [last]);
  return box;
}
