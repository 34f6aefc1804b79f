import { useId, type ReactNode } from 'react';
import { NumberField } from './number-field.js';

/** A label above what it names. */
export function Field({
  label,
  wide = false,
  children,
}: {
  label: string;
  wide?: boolean;
  children: (id: string) => ReactNode;
}) {
  const id = useId();
  return (
    <div className={wide ? 'field field-wide' : 'field'}>
      <label htmlFor={id}>{label}</label>
      {children(id)}
    </div>
  );
}

/** A labelled number. */
export function LabelledNumber({
  label,
  ...number
}: {
  label: string;
  value: number | undefined;
  commit: (value: number) => void;
  clear?: () => void;
  least?: number;
  most?: number;
  placeholder?: string;
}) {
  return <Field label={label}>{(id) => <NumberField id={id} label={label} {...number} />}</Field>;
}

/** A labelled choice among a few words. `value` that is none of them is shown as `other` and can be left as it is. */
export function LabelledChoice<Word extends string>({
  label,
  value,
  words,
  other,
  wide,
  choose,
}: {
  label: string;
  value: string | undefined;
  words: readonly (readonly [word: Word, text: string])[];
  /** Shown for a value that is none of the words. */
  other: string;
  wide?: boolean;
  choose: (word: Word) => void;
}) {
  const known = words.some(([word]) => word === value);
  return (
    <Field label={label} {...(wide === undefined ? {} : { wide })}>
      {(id) => (
        <select
          id={id}
          className="choice"
          value={known ? value : ''}
          onChange={(event) => choose(event.target.value as Word)}
        >
          {!known && (
            <option value="" disabled>
              {other}
            </option>
          )}
          {words.map(([word, text]) => (
            <option key={word} value={word}>
              {text}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}
