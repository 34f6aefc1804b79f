/** The product cannot start, for a reason the person at the keyboard can remedy: one sentence in each language, no stack. */
export class CannotStart extends Error {
  override name = 'CannotStart';

  constructor(
    readonly zh: string,
    readonly en: string,
    options?: ErrorOptions,
  ) {
    super(`${zh}\n${en}`, options);
  }
}

/** The short reason inside an unknown error, for a sentence. */
export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
