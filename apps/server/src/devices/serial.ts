const MOST = 64;
/** Controls, blanks and what separates and matches levels of a topic. */
// oxlint-disable-next-line no-control-regex
const STRANGE = /[\u0000-\u0020\u007f-\u009f/+#\s]/;

/**
 * True for what can be the serial number of a device: it is a level of topics, a key in the database, a word on a
 * screen. Real ones have 14 to 20 letters and digits; whoever builds a device of their own may use others.
 */
export function isSerial(text: string): boolean {
  return text.length > 0 && text.length <= MOST && !STRANGE.test(text) && text.isWellFormed();
}
