import { signal } from '@preact/signals';
import type { ComponentChildren, JSX } from 'preact';
import { myClass } from './classrooms/myClass';

export const path = signal(location.pathname);

/** What is open over the map: a page within the page. */
export const openedId = 'opened';

let beginning = 0;
let cameBack = false;

/** Where a page begins; what is open over the map, at that. */
export function pageStart(): HTMLElement | null {
  return document.getElementById(openedId) ?? document.getElementById('main');
}

/** A new page begins at its heading, for who listens to it; not for who has gone on by keyboard before it was drawn, which takes a while on a slow machine. */
function begin(): void {
  cancelAnimationFrame(beginning);
  const at = document.activeElement;
  beginning = requestAnimationFrame(() => {
    if ([at, document.body, null].includes(document.activeElement)) {
      pageStart()?.focus({ preventScroll: true });
    }
  });
}

/** Puts the focus there instead of at the new page's beginning. */
export function focusOn(element: HTMLElement | null | undefined): void {
  cancelAnimationFrame(beginning);
  element?.focus();
}

/** Whether one is here by the browser's Back or Forward. */
export function isBack(): boolean {
  return cameBack;
}

addEventListener('popstate', () => {
  // A jump within the page is no other page.
  if (path.peek() !== location.pathname) {
    cameBack = true;
    path.value = location.pathname;
    begin();
  }
});

export interface Going {
  /** In place of the address one is at. */
  readonly replace?: boolean;
}

export function go(to: string, { replace = false }: Going = {}): void {
  if (to !== location.pathname) {
    history[replace ? 'replaceState' : 'pushState'](null, '', to);
    cameBack = false;
    path.value = to;
    scrollTo(0, 0);
    begin();
  }
}

/** Where a room is shown. The own class's address has no key, so that it is nowhere a school's proxy keeps what was asked for. */
export function pathOf(room: string): string {
  const colon = room.indexOf(':');
  const [kind, key] = [room.slice(0, colon), room.slice(colon + 1)];
  switch (kind) {
    case 'booth':
      return `/stands/${key}`;
    case 'talk':
      return `/forum/${key}`;
    case 'class':
      return room === myClass() ? '/classe' : `/classe/${key}`;
    default:
      return '/';
  }
}

export function Link({
  to,
  parts = [],
  children,
  class: className,
}: {
  to: string;
  /** First words of the addresses below it: there it is marked too. */
  parts?: readonly string[];
  children: ComponentChildren;
  class?: string;
}): JSX.Element {
  return (
    <a
      href={to}
      class={className}
      aria-current={path.value === to ? 'page' : parts.includes(path.value.split('/')[1] ?? '') ? 'true' : undefined}
      onClick={(event) => {
        if (!event.ctrlKey && !event.metaKey && !event.shiftKey && event.button === 0) {
          event.preventDefault();
          go(to);
        }
      }}
    >
      {children}
    </a>
  );
}
