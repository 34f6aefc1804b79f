import { Select } from 'antd';

/** One filter of a list: a choice that can be taken back. */
export function FilterSelect({
  label,
  value,
  change,
  options,
  width,
}: {
  label: string;
  value: string | null;
  change: (value: string | undefined) => void;
  options: { value: string; label: string }[];
  /** CSS pixels. */
  width: number;
}) {
  return (
    <Select
      aria-label={label}
      allowClear
      showSearch={{ optionFilterProp: 'label' }}
      placeholder={label}
      value={value ?? undefined}
      onChange={change}
      options={options}
      popupMatchSelectWidth={false}
      style={{ width }}
    />
  );
}

/** A choice out of things with a code and a name. */
export function named({ code, name }: { code: string; name: string }): { value: string; label: string } {
  return { value: code, label: name };
}

/** The tags of the rows, and the one that is chosen already. */
export function tagOptions(rows: readonly { tags: string[] }[], chosen: string | null) {
  const tags = new Set(rows.flatMap((row) => row.tags));
  if (chosen) tags.add(chosen);
  return [...tags].sort().map((tag) => ({ value: tag, label: tag }));
}
