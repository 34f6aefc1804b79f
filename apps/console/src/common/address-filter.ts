import { useCallback } from 'react';
import { useSearchParams } from 'react-router';

/** The filters of a list as the address holds them, so that a link opens the same rows. */
export function useAddressFilter<Name extends string>(
  names: readonly Name[],
): [filter: Record<Name, string | null>, change: (name: Name, value: string | null | undefined) => void] {
  const [parameters, setParameters] = useSearchParams();
  const change = useCallback(
    (name: Name, value: string | null | undefined) =>
      setParameters(
        (before) => {
          const next = new URLSearchParams(before);
          if (value) next.set(name, value);
          else next.delete(name);
          return next;
        },
        { replace: true },
      ),
    [setParameters],
  );
  const filter = Object.fromEntries(names.map((name) => [name, parameters.get(name)])) as Record<Name, string | null>;
  return [filter, change];
}
