import type { DockOrderRisk, DockOrderState, DockStanding } from '#contracts';

/** The look of a word beside its mark: text colour (at least 4.5 : 1 on the tint), tint, and a line in a square of 12. */
export interface MarkedLook {
  color: string;
  tint: string;
  mark: string;
}

const GOOD = { color: '#006f5f', tint: '#e0f1ed' };
const ACCENT = { color: '#0a6480', tint: '#e3eff3' };
const WARN = { color: '#955300', tint: '#fbeeda' };
const BAD = { color: '#b3202c', tint: '#fbe6e7' };
const GREY = { color: '#53646f', tint: '#e9edef' };
const TICK = 'M2.2 6.3 5 9l4.8-6';
const CROSS = 'M2.8 2.8l6.4 6.4M9.2 2.8 2.8 9.2';
const BANG = 'M6 2.2v4.6M6 9.4v.2';
const FORWARD = 'M3.5 2v8L10 6Z';
const DASH = 'M2.2 6h7.6';

/** Whether a dock could fly now. */
export const STANDING_LOOK: Readonly<Record<DockStanding, MarkedLook>> = {
  ready: { ...GOOD, mark: TICK },
  busy: { ...ACCENT, mark: FORWARD },
  not_ready: { ...BAD, mark: CROSS },
};

/** How far an order to a dock is. */
export const ORDER_LOOK: Readonly<Record<DockOrderState, MarkedLook>> = {
  asked: { ...WARN, mark: BANG },
  confirmed: { ...ACCENT, mark: 'M2 3h8M2 6h8M2 9h8' },
  sent: { ...ACCENT, mark: 'M2 6h7M6.5 3 9.5 6l-3 3' },
  in_progress: { ...ACCENT, mark: FORWARD },
  ok: { ...GOOD, mark: TICK },
  failed: { ...BAD, mark: CROSS },
  refused: { ...BAD, mark: 'M6 1.8a4.2 4.2 0 1 1 0 8.4 4.2 4.2 0 0 1 0-8.4ZM3 9l6-6' },
  timeout: { ...BAD, mark: 'M6 1.8a4.2 4.2 0 1 1 0 8.4 4.2 4.2 0 0 1 0-8.4ZM6 3.7V6l1.6 1.3' },
  not_sent: { ...BAD, mark: DASH },
  lapsed: { ...GREY, mark: DASH },
  withdrawn: { ...GREY, mark: DASH },
};

/** What an order may do to people and things. */
export const RISK_LOOK: Readonly<Record<DockOrderRisk, MarkedLook>> = {
  low: { ...GREY, mark: DASH },
  medium: { ...WARN, mark: BANG },
  high: { ...BAD, mark: 'M6 1.6 11 10.2H1ZM6 4.6v2.8M6 8.9v.1' },
};
