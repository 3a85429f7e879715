const shapes = {
  auto: 'M12 3a9 9 0 1 0 0 18zM12 3a9 9 0 0 1 0 18',
  light: 'M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8M12 2v3M12 19v3M2 12h3M19 12h3M5 5l2 2M17 17l2 2M5 19l2-2M17 7l2-2',
  dark: 'M20 14.500A8.500 8.500 0 0 1 9.500 4 8.500 8.500 0 1 0 20 14.500z',
  leave: 'M14 4h5v16h-5M4 12h11M11 8l4 4-4 4',
  star: 'M12 3.500l2.600 5.300 5.900.900-4.200 4.100 1 5.800-5.300-2.800-5.300 2.800 1-5.800L3.500 9.700l5.900-.900z',
  bell: 'M6 17V11a6 6 0 0 1 12 0v6l2 2H4zM10 21h4',
  film: 'M4 6h16v12H4zM10 9.500v5l4.500-2.500z',
  page: 'M6 3h8l4 4v14H6zM14 3v4h4M9 12h6M9 16h6',
  link: 'M14 4h6v6M20 4l-9 9M17 14v6H4V7h6',
  people:
    'M9 11a3.500 3.500 0 1 0 0-7 3.500 3.500 0 0 0 0 7M2.500 20a6.500 6.500 0 0 1 13 0M16 4.500a3.500 3.500 0 0 1 0 6.500M18 14.500a6.500 6.500 0 0 1 3.500 5.500',
  clap: 'M7 13l-2.500-4.500 1.700-1 3 5M8 9.500L6 6l1.700-1 4 7M11 8l-1.200-2 1.700-1 4.500 8 .5-3 2-.500.500 5.500-3.500 6c-4 1.500-7 0-9-3l-2-3.500',
  heart: 'M12 20S4 15 4 9.500A4.500 4.500 0 0 1 12 7a4.500 4.500 0 0 1 8 2.500C20 15 12 20 12 20z',
  idea: 'M9 17h6M10 20.500h4M12 3a6 6 0 0 0-3.500 11v2.500h7V14A6 6 0 0 0 12 3z',
  laugh: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18M8.500 9.500h.010M15.500 9.500h.010M7.500 13a4.500 4.500 0 0 0 9 0z',
  lock: 'M6 11h12v9H6zM9 11V8a3 3 0 0 1 6 0v3',
  clock: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18M12 7v5l3.500 2',
  warn: 'M12 3.500l9.500 17h-19zM12 10v5M12 17.500v.500',
  factory: 'M3 20V10l6 4v-4l6 4V5h4v15z',
  talk: 'M4 5h16v11H11l-5 4v-4H4z',
  search: 'M10.500 4a6.500 6.500 0 1 0 0 13 6.500 6.500 0 0 0 0-13M15.500 15.500L20 20',
  stage: 'M4 4h16v10H4zM12 14v6M8 20h8',
} as const;

export type IconName = keyof typeof shapes;

/** A drawing beside words, never instead of them: nothing is read out. */
export function Icon({ name }: { name: IconName }) {
  return (
    <svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
      <path d={shapes[name]} />
    </svg>
  );
}
