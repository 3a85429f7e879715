import type { RefObject } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { focusOn, pageStart } from '../router';

const searchField = 'input[type="search"]';

/** Whoever was somewhere in the zone when one view took another's place goes on in the new one: in the search where they searched, else at its beginning. Without this the focus would be nowhere. */
export function useKeptFocus(stage: RefObject<HTMLElement | null>, view: string): void {
  const shown = useRef(view);
  const had = useRef<Element | null>(null);
  // Asked while the old view is still there
  had.current = stage.current?.contains(document.activeElement) ? document.activeElement : null;
  useLayoutEffect(() => {
    const [before, changed] = [had.current, shown.current !== view];
    shown.current = view;
    if (!changed || !before || before.isConnected) {
      return;
    }
    const search = before.matches(searchField) ? stage.current?.querySelector<HTMLInputElement>(searchField) : null;
    focusOn(search ?? pageStart());
    if (search) {
      const { selectionStart, selectionEnd } = before as HTMLInputElement;
      search.setSelectionRange(selectionStart, selectionEnd);
    }
  }, [view]);
}
