import { useCallback } from 'react';
import { useSearchParams } from 'react-router';

type Value = string | null | undefined;

/** The filters of a list as the address holds them, so that a link opens the same rows. */
export interface AddressFilter<Name extends string> {
  filter: Record<Name, string | null>;
  change: (name: Name, value: Value) => void;
  /** Changes several at once: two changes one after another would not see each other. */
  changeAll: (members: Partial<Record<Name, Value>>) => void;
}

/** The members of the address with these names; no value, or an empty one, takes a member away. */
export function useAddressFilter<Name extends string>(names: readonly Name[]): AddressFilter<Name> {
  const [parameters, setParameters] = useSearchParams();
  const changeAll = useCallback(
    (members: Partial<Record<Name, Value>>) =>
      setParameters(
        (before) => {
          const next = new URLSearchParams(before);
          for (const [name, value] of Object.entries<Value>(members)) {
            if (value) next.set(name, value);
            else next.delete(name);
          }
          return next;
        },
        { replace: true },
      ),
    [setParameters],
  );
  const change = useCallback(
    (name: Name, value: Value) => changeAll({ [name]: value } as Partial<Record<Name, Value>>),
    [changeAll],
  );
  const filter = Object.fromEntries(names.map((name) => [name, parameters.get(name)])) as Record<Name, string | null>;
  return { filter, change, changeAll };
}
