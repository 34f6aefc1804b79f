import { useQuery } from '@tanstack/react-query';
import { Select } from 'antd';
import { useDeferredValue, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DivisionView, Page } from '#contracts';
import { getJson } from '../api/client.js';

/** Picks one division: towns at first, any village by part of its name. Works as a form field. */
export function DivisionSelect({
  id,
  value,
  onChange,
  withCounty = false,
}: {
  id?: string;
  value?: string;
  onChange?: (code: string) => void;
  /** Offers the county itself too: the scope of a county user. */
  withCounty?: boolean;
}) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState('');
  const search = useDeferredValue(typed.trim());
  const found = useQuery({
    queryKey: ['divisions', 'pick', search],
    queryFn: () =>
      getJson<Page<DivisionView>>('/api/v1/divisions', search ? { search, limit: 50 } : { level: 'town', limit: 500 }),
    staleTime: 60_000,
    placeholderData: (before) => before,
  });
  const county = useQuery({
    queryKey: ['divisions', 'county'],
    queryFn: () => getJson<Page<DivisionView>>('/api/v1/divisions', { level: 'county' }),
    staleTime: Infinity,
    enabled: withCounty || Boolean(value),
  });
  const items = [...(withCounty && !search ? (county.data?.items ?? []) : []), ...(found.data?.items ?? [])];
  return (
    <Select
      id={id}
      showSearch={{ filterOption: false, onSearch: setTyped }}
      loading={found.isFetching}
      value={value}
      onChange={onChange}
      options={items.map((item) => ({ value: item.code, label: `${item.name} · ${t(`level/${item.level}`)}` }))}
    />
  );
}
