import { useQuery } from '@tanstack/react-query';
import { useDeferredValue, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DivisionView, Page } from '#contracts';
import { getJson } from '../api/client.js';

/** Divisions to choose from: towns at first, any village by part of its name. What is chosen stays among them. */
export function useDivisionOptions(
  chosen: readonly string[],
  /** Names of divisions that are chosen already. */
  known: readonly { code: string; name: string }[] = [],
): { options: { value: string; label: string }[]; search: (text: string) => void; searching: boolean } {
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
  const seen = offered.filter(({ value }) => chosen.includes(value) && met[value] === undefined);
  if (seen.length > 0) {
    // While it is offered: another search takes its name away.
    setMet({ ...met, ...Object.fromEntries(seen.map(({ value, label }) => [value, label])) });
  }
  const names = new Map([...known.map(({ code, name }) => [code, name] as const), ...Object.entries(met)]);
  const others = chosen.filter((code) => !offered.some((option) => option.value === code));
  return {
    options: [...offered, ...others.map((code) => ({ value: code, label: names.get(code) ?? code }))],
    search: setTyped,
    searching: found.isFetching,
  };
}
