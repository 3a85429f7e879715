import { signal } from '@preact/signals';
import type { ComponentChildren, JSX } from 'preact';
import { myClass } from './classrooms/myClass';

export const path = signal(location.pathname);

addEventListener('popstate', () => {
  path.value = location.pathname;
});

export interface Going {
  /** In place of the address one is at. */
  readonly replace?: boolean;
  /** Whoever goes puts the focus where it belongs. */
  readonly ownFocus?: boolean;
}

let beginning = 0;

export function go(to: string, { replace = false, ownFocus = false }: Going = {}): void {
  if (to !== location.pathname) {
    history[replace ? 'replaceState' : 'pushState'](null, '', to);
    path.value = to;
    scrollTo(0, 0);
    cancelAnimationFrame(beginning);
    if (!ownFocus) {
      // A new page begins at its heading, for who listens to it.
      beginning = requestAnimationFrame(() => document.getElementById('main')?.focus());
    }
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
