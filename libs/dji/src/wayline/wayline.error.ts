import { nameOfPlace, type FilePlace } from './file.place.js';
import { type RouteIssue } from './issues.js';

/**
 * The one error of this library. `code` is stable; `zh` and `en` name the file, the line and the remedy. A reader
 * throws it when nothing useful can be made of the file, the writer when a value cannot be written at all.
 */
export class WaylineError extends Error {
  override name = 'WaylineError';
  readonly file: string;
  readonly line: number;
  readonly zh: string;
  readonly en: string;

  constructor(
    readonly code: string,
    place: FilePlace,
    zh: string,
    en: string,
    /** What else was found in the file before reading ended. */
    readonly issues: readonly RouteIssue[] = [],
  ) {
    const at = nameOfPlace(place);
    super(`${at.en}: ${en}`);
    this.file = place.file;
    this.line = place.line;
    this.zh = `${at.zh}：${zh}`;
    this.en = this.message;
  }
}
