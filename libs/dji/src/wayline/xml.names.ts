/** NCName, with the ranges of XML 1.0 (5th edition): a name without a colon (Namespaces in XML 1.0, production 4). */
const START =
  'A-Z_a-z\\u{C0}-\\u{D6}\\u{D8}-\\u{F6}\\u{F8}-\\u{2FF}\\u{370}-\\u{37D}\\u{37F}-\\u{1FFF}\\u{200C}-\\u{200D}\\u{2070}-\\u{218F}' +
  '\\u{2C00}-\\u{2FEF}\\u{3001}-\\u{D7FF}\\u{F900}-\\u{FDCF}\\u{FDF0}-\\u{FFFD}\\u{10000}-\\u{EFFFF}';
const NAME = new RegExp(`^[${START}][${START}\\-.0-9\\u{B7}\\u{300}-\\u{36F}\\u{203F}-\\u{2040}]*$`, 'u');
/** A character that XML 1.0 cannot hold in any form. */
const UNWRITABLE = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/u;

export const XML_NAMESPACE = 'http://www.w3.org/XML/1998/namespace';

/** Whether a name without a prefix is one that XML allows. */
export function isXmlName(name: string): boolean {
  return NAME.test(name);
}

/** Whether XML can hold a text. */
export function isXmlText(text: string): boolean {
  return !UNWRITABLE.test(text);
}

const PREDEFINED: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** The text that `&…;` stands for; undefined for an entity that only a document type could declare. */
export function referenceText(name: string): string | undefined {
  if (!name.startsWith('#')) return Object.hasOwn(PREDEFINED, name) ? PREDEFINED[name] : undefined;
  const digits = /^#(?:x([0-9a-fA-F]{1,6})|([0-9]{1,7}))$/.exec(name);
  if (!digits) return undefined;
  const code = digits[1] === undefined ? Number(digits[2]) : Number.parseInt(digits[1], 16);
  if (code > 0x10ffff) return undefined;
  const text = String.fromCodePoint(code);
  return isXmlText(text) ? text : undefined;
}
