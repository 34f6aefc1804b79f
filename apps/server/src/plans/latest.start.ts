/** A flight whose window just fits it may still begin so late. */
const SLACK_MS = 10 * 60_000;

/** Until when a task of a plan may start: so that it lands within the plan's window, and a few minutes at least. Times in ms. */
export function latestStart(start: number, windowTo: number, flightSeconds: number): number {
  return Math.max(windowTo - flightSeconds * 1000, start + SLACK_MS);
}
