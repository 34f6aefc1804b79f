import { errorTable } from './tables.js';

/**
 * What a result asks for. ok: success for a caller who only wants the end state. retry: the same again later. wait:
 * when the state has passed. weather: when weather or mains allow. resume: fly on from the break point. aborted: a
 * person stopped it. fix: the request or the route is wrong. operator: someone must act, perhaps on site. person: never
 * go on without a person. maintenance: service the device. alarm: an aircraft may be in danger. show: nothing but tell.
 */
export type Reaction =
  | 'ok'
  | 'retry'
  | 'wait'
  | 'weather'
  | 'resume'
  | 'aborted'
  | 'fix'
  | 'operator'
  | 'person'
  | 'maintenance'
  | 'alarm'
  | 'show';

/** What a result code means. */
export interface ErrorMeaning {
  code: number;
  /** Where the maker lists it, such as `wayline` or `livestream`; null when only its documentation does. */
  module: string | null;
  /** The maker's name, such as `WRONG_KMZ_URL`. */
  nameEn: string | null;
  meaningEn: string;
  meaningZh: string | null;
  /** What to do about it (reference 11); null when nobody has said. */
  reaction: Reaction | null;
}

/** The meaning of a `result` code; undefined for 0 and for a code nobody has described: show the number. */
export function errorOf(code: number): ErrorMeaning | undefined {
  return errorTable().get(code);
}
