import { useEffect, useState } from 'preact/hooks';

/** A line that is back sooner than this, ms, is not worth a word: what was written meanwhile says of itself that it is not sent yet. */
export const unmentionedMs = 1_000;

/** True once something has held for so many milliseconds without a break: what passes at once needs no words. */
export function useLasting(holds: boolean, ms: number): boolean {
  const [lasting, setLasting] = useState(false);
  useEffect(() => {
    if (holds) {
      const timer = setTimeout(() => setLasting(true), ms);
      return () => {
        clearTimeout(timer);
        setLasting(false);
      };
    }
  }, [holds, ms]);
  return holds && lasting;
}
