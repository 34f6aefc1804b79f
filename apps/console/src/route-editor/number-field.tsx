import { useEffect, useState, type KeyboardEvent } from 'react';

interface Props {
  /** Undefined: nothing is set. */
  value: number | undefined;
  /** Read by those who do not see where the field stands. */
  label: string;
  /** Called with a number that fits, once the field is left or Enter is pressed. */
  commit: (value: number) => void;
  /** Called when the field was emptied; without it an empty field takes its value back. */
  clear?: () => void;
  least?: number;
  most?: number;
  placeholder?: string;
  id?: string;
  tabIndex?: number;
  className?: string;
  /** Names the field for those who look for it, such as a table that moves the focus. */
  cell?: string;
  /** Keys that the field itself has no use for. */
  onKey?: (event: KeyboardEvent<HTMLInputElement>) => void;
  onFocus?: () => void;
}

/** A number as plain text: light enough for a table of hundreds. What is no number, or not within bounds, is put back. */
export function NumberField({
  value,
  label,
  commit,
  clear,
  least = -Infinity,
  most = Infinity,
  placeholder,
  id,
  tabIndex,
  className = '',
  cell,
  onKey,
  onFocus,
}: Props) {
  const shown = value === undefined ? '' : String(value);
  const [text, setText] = useState(shown);
  useEffect(() => setText(shown), [shown]);
  const number = Number(text);
  const fits = text.trim() !== '' && Number.isFinite(number) && number >= least && number <= most;
  const finish = () => {
    if (text === shown) return;
    if (fits) commit(number);
    else if (text.trim() === '' && clear) clear();
    else setText(shown);
  };
  return (
    <input
      id={id}
      data-cell={cell}
      className={`number-field number ${className}`}
      inputMode="decimal"
      autoComplete="off"
      aria-label={label}
      aria-invalid={text !== shown && !fits && !(text.trim() === '' && clear) ? true : undefined}
      placeholder={placeholder}
      tabIndex={tabIndex}
      value={text}
      onChange={(event) => setText(event.target.value.replace(/[。，]/g, '.'))}
      onFocus={(event) => {
        event.target.select();
        onFocus?.();
      }}
      onBlur={finish}
      onKeyDown={(event) => {
        if (event.key === 'Enter') finish();
        if (event.key === 'Escape') setText(shown);
        onKey?.(event);
      }}
    />
  );
}
