const PATHS = {
  morning: 'M4 18.5h16M7 18.5a5 5 0 0 1 10 0M12 6.5v3M4.8 11l2 1.6M19.2 11l-2 1.6',
  map: 'M9 5 4 7v12.5l5-2 6 2 5-2V5l-5 2-6-2ZM9 5v12.5M15 7v12.5',
  devices:
    'M12 9.5v5M6.5 7l11 10M17.5 7l-11 10M6.5 4.5a2.5 2.5 0 1 0 0 5M17.5 4.5a2.5 2.5 0 1 1 0 5M6.5 19.5a2.5 2.5 0 1 1 0-5M17.5 19.5a2.5 2.5 0 1 0 0-5',
  docks: 'M4 19.5h16M5.5 19.5v-7h13v7M5.5 12.5 9 8.5h6l3.5 4M12 8.5V5M8.5 5h7M10 16h4',
  planning: 'M4.5 5.5h15v14h-15ZM4.5 9.5h15M8.5 3.5v4M15.5 3.5v4M8 13h5M11 16.3h5',
  tasks: 'M4.5 6.5 6 8l2.5-3M4.5 12.5 6 14l2.5-3M4.5 18.5 6 20l2.5-3M12 7h8M12 13h8M12 19h8',
  gallery: 'M4 5.5h16v13H4ZM4 15.5l4.5-4.5 4 4 2.5-2.5 5 5M15.5 9.5h.5',
  papers: 'M6 3.5h9l3.5 3.5v13.5H6ZM14.5 3.5v4h4M9 12h6.5M9 15.5h4',
  routes:
    'M5.5 19.5a2 2 0 1 0 0-4 2 2 0 0 0 0 4ZM18.5 8.5a2 2 0 1 0 0-4 2 2 0 0 0 0 4ZM7.5 17.5h8a3.2 3.2 0 0 0 0-6.4h-7a3.2 3.2 0 0 1 0-6.4h8',
  points:
    'M12 20.5c4.2-4.5 6.3-7.9 6.3-10.7a6.3 6.3 0 0 0-12.6 0c0 2.8 2.1 6.2 6.3 10.7ZM12 12a2.3 2.3 0 1 0 0-4.6 2.3 2.3 0 0 0 0 4.6Z',
  scenarios: 'M4.5 5h6v6h-6ZM13.5 13h6v6h-6ZM13.5 8h6M4.5 16h6',
  coverage:
    'M2.8 12c2.3-4 5.4-6 9.2-6s6.9 2 9.2 6c-2.3 4-5.4 6-9.2 6s-6.9-2-9.2-6ZM12 14.6a2.6 2.6 0 1 0 0-5.2 2.6 2.6 0 0 0 0 5.2Z',
  airspace: 'M12 3.5a8.5 8.5 0 1 1 0 17 8.5 8.5 0 0 1 0-17ZM6 6l12 12',
  events: 'M8 6.5h12M8 12h12M8 17.5h12M4 6.5h.5M4 12h.5M4 17.5h.5',
  unknown: 'M9 9.2a3 3 0 1 1 4.4 2.6c-1 .6-1.4 1.2-1.4 2.2M12 17.3v.4M12 3.5a8.5 8.5 0 1 1 0 17 8.5 8.5 0 0 1 0-17Z',
  guests: 'M14 4.5h5v15h-5M4 12h10M10.5 8l4 4-4 4',
  users:
    'M9 11.5a3.2 3.2 0 1 0 0-6.4 3.2 3.2 0 0 0 0 6.4ZM3.5 19c.4-3 2.6-4.8 5.5-4.8s5.1 1.8 5.5 4.8M15.5 5.4a3.2 3.2 0 0 1 0 5.9M17.2 14.6c1.9.6 3 2.1 3.3 4.4',
  protocol: 'M8 4.5 3.5 12 8 19.5M16 4.5l4.5 7.5-4.5 7.5M13.5 6l-3 12',
  about: 'M12 11v6M12 7.4v.4M12 3.5a8.5 8.5 0 1 1 0 17 8.5 8.5 0 0 1 0-17Z',
  more: 'M5.5 12h.5M11.8 12h.5M18 12h.5',
  close: 'M6 6l12 12M18 6 6 18',
  search: 'M10.5 17a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13ZM15.3 15.3 20 20',
  home: 'M4 11.5 12 5l8 6.5M6.5 10v9h11v-9',
  plus: 'M12 5v14M5 12h14',
  minus: 'M5 12h14',
  play: 'M8 5.5v13l10.5-6.5Z',
  pause: 'M8.5 5.5v13M15.5 5.5v13',
  list: 'M4 6.5h16M4 12h16M4 17.5h10',
  expand: 'M9 4.5H4.5V9M15 4.5h4.5V9M9 19.5H4.5V15M15 19.5h4.5V15',
  user: 'M12 12a3.6 3.6 0 1 0 0-7.2 3.6 3.6 0 0 0 0 7.2ZM5 19.5c.6-3.4 3.3-5.2 7-5.2s6.4 1.8 7 5.2',
  back: 'M14.5 5.5 8 12l6.5 6.5',
} as const;

export type IconName = keyof typeof PATHS;

/** One of the desk's own line icons; always beside a word or inside a named control. */
export function Icon({ name, size = 20 }: { name: IconName; size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 24 24" fill="none" aria-hidden="true" className="icon">
      <path d={PATHS[name]} stroke="currentColor" strokeWidth="1.6" strokeLinecap="round" strokeLinejoin="round" />
    </svg>
  );
}
