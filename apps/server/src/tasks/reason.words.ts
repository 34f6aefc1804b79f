import { type Acting } from '#contracts';

/** A reason in words: what is the matter, what to do next, who does it, and whose decision it is to fly again. */
export interface ReasonWords {
  zh: string;
  en: string;
  nextZh: string;
  nextEn: string;
  acting: Acting;
  /** `system`: it may be tried again without a person; `nobody`: it is not flown again as it is. */
  retryBy: Acting;
}
