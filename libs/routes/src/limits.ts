/** Metres of true height 真高 that no flight exceeds: suitable airspace ends below it (State Council order 761). */
export const CEILING_METRES = 120;
