import { errorTable } from './tables.js';

/** What a result code means. */
export interface ErrorMeaning {
  code: number;
  /** Where the maker lists it, such as `wayline` or `livestream`. */
  module: string;
  nameEn: string;
  meaningEn: string;
  meaningZh: string | null;
}

/** The meaning of a `result` code; undefined for a code nobody has described: show the number. */
export function errorOf(code: number): ErrorMeaning | undefined {
  return errorTable().get(code);
}
