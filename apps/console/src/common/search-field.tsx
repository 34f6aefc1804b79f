import { Input } from 'antd';
import { useEffect, useRef, useState } from 'react';

/** Asked of the server when the writer pauses, milliseconds. */
const PAUSE = 250;

/** A search that follows the writer, with a pause between. */
export function SearchField({
  label,
  value,
  change,
  width = 200,
}: {
  label: string;
  value: string | null;
  change: (text: string | null) => void;
  /** CSS pixels. */
  width?: number;
}) {
  const [typed, setTyped] = useState(value ?? '');
  const sent = useRef(value ?? '');
  useEffect(() => {
    // The address changed by itself: a link, or back.
    if ((value ?? '') === sent.current) return;
    sent.current = value ?? '';
    setTyped(value ?? '');
  }, [value]);
  useEffect(() => {
    const text = typed.trim();
    if (text === sent.current) return;
    const timer = setTimeout(() => {
      sent.current = text;
      change(text || null);
    }, PAUSE);
    return () => clearTimeout(timer);
  }, [typed, change]);
  return (
    <Input
      allowClear
      aria-label={label}
      placeholder={label}
      value={typed}
      onChange={(event) => setTyped(event.target.value)}
      style={{ width }}
    />
  );
}
