import type { ComponentChildren } from 'preact';

interface PlaceHeaderProps {
  /** A number or a drawing; who listens has the name. */
  readonly tile: ComponentChildren;
  readonly title: string;
  /** The title's language, when it is not the page's. */
  readonly lang?: string;
  readonly actions?: ComponentChildren;
  readonly children: ComponentChildren;
}

/** What stands above a stand, a talk or a class: what it is, and what one can do with it. */
export function PlaceHeader({ tile, title, lang, actions, children }: PlaceHeaderProps) {
  return (
    <header class="place">
      <span class="tile" aria-hidden="true">
        {tile}
      </span>
      <div class="grow">
        <h1 lang={lang}>{title}</h1>
        {children}
      </div>
      {actions && <div class="actions">{actions}</div>}
    </header>
  );
}
