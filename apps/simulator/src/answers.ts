import { type Gateway } from './gateway.js';

/** One command as it came. `data` is never null: `null`, `""` and `{}` all mean no arguments. */
export interface Call {
  method: string;
  bid: string;
  data: Record<string, unknown>;
}

/** What the device says to it. `beside`: members that lie next to `result`, as a few methods have it. */
export interface Answer {
  result: number;
  output?: unknown;
  beside?: Record<string, unknown>;
  /** Milliseconds until it answers; 20 to 50 when absent. */
  delay?: number;
  /** What happens once it has answered. */
  after?: () => void;
}

/** How a kind of device answers one method. */
export type Service<G extends Gateway> = (gateway: G, call: Call) => Answer;
export type Services<G extends Gateway> = Record<string, Service<G>>;

/** Not possible in this state, or not known at all. */
export const NOT_SUPPORTED: Answer = { result: 314000 };
export const BAD_PARAMETER: Answer = { result: 325001 };
export const DONE: Answer = { result: 0 };

/** A text member, or `undefined`. */
export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** A number member, also when it came as text, or `undefined`. */
export function numberOf(value: unknown): number | undefined {
  if (value === null || value === undefined || value === '') return undefined;
  const number = Number(value);
  return Number.isFinite(number) ? number : undefined;
}
