/** A column of a sheet that people fill in. */
export interface SheetColumn {
  /** The member of the contract that the column feeds. */
  key: string;
  heading: string;
  /** Other headings that mean the same. */
  aliases?: readonly string[];
  required?: boolean;
  /** The explanation in the template. */
  note: string;
  /** In characters. */
  width?: number;
  /** The words that may stand here. */
  choices?: readonly string[];
  /** Shown as text, so that a spreadsheet program leaves leading zeros and dates alone. */
  text?: boolean;
}

/** A sheet that people fill in, with its headings in the first row. */
export interface SheetLayout {
  name: string;
  columns: readonly SheetColumn[];
}

/** A sheet with its rows, ready to be written. */
export interface FilledSheet {
  layout: SheetLayout;
  /** One value for each column. */
  rows: readonly (readonly (string | number | null)[])[];
}

/** The words that people write for the values of an enumeration, in both directions. */
export class Words<Value extends string> {
  readonly labels: readonly string[];
  private readonly values = new Map<string, Value>();

  constructor(private readonly words: Readonly<Record<Value, { zh: string; en: string }>>) {
    const entries = Object.entries(words) as [Value, { zh: string; en: string }][];
    this.labels = entries.map(([, { zh }]) => zh);
    for (const [value, { zh, en }] of entries) {
      for (const word of [value, zh, en]) this.values.set(word.toLowerCase(), value);
    }
  }

  label(value: Value): string {
    return this.words[value].zh;
  }

  /** The value of a word in Chinese or English, or of the value itself. */
  find(word: string): Value | undefined {
    return this.values.get(word.trim().toLowerCase());
  }
}
