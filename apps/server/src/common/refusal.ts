import { type Problem } from '#contracts';

/** A request that cannot be done, with a stable code and a sentence in each language that names the thing and the remedy. */
export class Refusal extends Error {
  override name = 'Refusal';

  constructor(
    readonly status: number,
    readonly code: string,
    readonly zh: string,
    readonly en: string,
    readonly errors?: Problem['errors'],
    /** Seconds after which the same request may succeed. */
    readonly retryAfter?: number,
    /** Members of the problem document beside those of every one (RFC 9457, 3.2). */
    readonly more?: Readonly<Record<string, unknown>>,
  ) {
    super(en);
  }
}

/** 404: no such row, or none in the caller's scope (the two are not told apart on purpose). */
export class NotFound extends Refusal {
  constructor(what: { zh: string; en: string }, id: string) {
    super(
      404,
      'not_found',
      `没有找到${what.zh}“${id}”，或不在您的管辖范围内`,
      `no ${what.en} "${id}", or it is outside your scope`,
    );
  }
}
