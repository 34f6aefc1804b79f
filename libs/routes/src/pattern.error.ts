/** A pattern that cannot be drawn as asked: the only error of the pattern functions. */
export class PatternError extends Error {
  override name = 'PatternError';

  constructor(
    /** Stable, such as `ring_crosses_itself`. */
    readonly code: string,
    /** What is wrong and how to put it right. */
    readonly zh: string,
    readonly en: string,
  ) {
    super(`${zh} / ${en}`);
  }
}

/** Throws `number_out_of_range` unless `low` ≤ value ≤ `high`. */
export function within(value: number, low: number, high: number, zh: string, en: string): void {
  if (value >= low && value <= high) return;
  throw new PatternError(
    'number_out_of_range',
    `${zh} ${value} 超出 ${low}–${high}，请改到范围内`,
    `the ${en} of ${value} is not within ${low} to ${high}`,
  );
}
