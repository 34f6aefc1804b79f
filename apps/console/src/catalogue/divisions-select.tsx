import { useQuery } from '@tanstack/react-query';
import { Select } from 'antd';
import { useDeferredValue, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DivisionView, Page } from '#contracts';
import { getJson } from '../api/client.js';

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
  const { t } = useTranslation();
  const [typed, setTyped] = useState('');
  const [met, setMet] = useState<Record<string, string>>({});
  const search = useDeferredValue(typed.trim());
  const found = useQuery({
    queryKey: ['divisions', 'pick', search],
    queryFn: () =>
      getJson<Page<DivisionView>>('/api/v1/divisions', search ? { search, limit: 50 } : { level: 'town', limit: 500 }),
    staleTime: 60_000,
    placeholderData: (before) => before,
  });
  const offered = (found.data?.items ?? []).map((item) => ({
    value: item.code,
    label: `${item.name} · ${t(`level/${item.level}`)}`,
  }));
  const names = new Map([...known.map(({ code, name }) => [code, name] as const), ...Object.entries(met)]);
  const chosen = (value ?? []).filter((code) => !offered.some((option) => option.value === code));
  return (
    <Select
      id={id}
      mode="multiple"
      showSearch={{ filterOption: false, onSearch: setTyped }}
      maxTagCount={6}
      loading={found.isFetching}
      value={value}
      onChange={(codes: string[]) => {
        const labels = offered.filter((option) => codes.includes(option.value));
        setMet({ ...met, ...Object.fromEntries(labels.map((option) => [option.value, option.label])) });
        onChange?.(codes);
      }}
      options={[...offered, ...chosen.map((code) => ({ value: code, label: names.get(code) ?? code }))]}
    />
  );
}
