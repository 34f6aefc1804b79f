import { Select } from 'antd';
import { useDivisionOptions } from './division-options.js';

/** Picks several divisions: towns at first, any village by part of its name. Works as a form field. */
export function DivisionsSelect({
  id,
  value,
  onChange,
  known,
}: {
  id?: string;
  value?: string[];
  onChange?: (codes: string[]) => void;
  /** Names of divisions that are chosen already. */
  known: readonly { code: string; name: string }[];
}) {
  const { options, search, searching } = useDivisionOptions(value ?? [], known);
  return (
    <Select
      id={id}
      mode="multiple"
      showSearch={{ filterOption: false, onSearch: search }}
      maxTagCount={6}
      loading={searching}
      value={value}
      onChange={(codes: string[]) => onChange?.(codes)}
      options={options}
    />
  );
}
