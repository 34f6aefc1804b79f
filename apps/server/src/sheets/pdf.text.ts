/** Characters that have no shape of their own, and would be shown as boxes or turn the line around, are left out. */
export function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Co}\p{Cs}]/gu, (character) => (character === '\n' ? '\n' : ''));
}
