import type { TFunction } from 'i18next';

/** What a kind of fact is called on the screen; its own name for one that this page has not learnt yet. */
export function factName(name: string, t: TFunction): string {
  const key = `events/fact/${name}`;
  const words = t(key as 'events/fact/device.left');
  return words === key ? name : words;
}
