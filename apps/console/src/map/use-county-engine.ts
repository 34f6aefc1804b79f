import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState, type RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import { queries } from '../api/queries.js';
import type { CountyMapInput } from './county-map.js';

/**
 * Opens a map engine in an element as soon as the county is known, and closes it with the page. `open` is to fetch the
 * engine's code, so that pages do not wait for it; keep it the same function.
 */
export function useCountyEngine<Engine extends { close(): void }>(
  label: string,
  open: (container: HTMLElement, input: CountyMapInput) => Promise<Engine>,
): { holder: RefObject<HTMLDivElement | null>; engine: Engine | null; failed: boolean } {
  const { i18n } = useTranslation();
  const county = useQuery(queries.county()).data;
  const towns = useQuery(queries.towns()).data;
  const english = i18n.language === 'en';
  const holder = useRef<HTMLDivElement>(null);
  const [engine, setEngine] = useState<Engine | null>(null);
  const [failed, setFailed] = useState(false);

  useEffect(() => {
    let ended = false;
    let opened: Engine | null = null;
    const start = async () => {
      const container = holder.current;
      if (!container || !county || !towns) return;
      try {
        opened = await open(container, { county, towns: towns.items, slowLive: [], english, canvasLabel: label });
        if (ended) return opened.close();
        setEngine(opened);
      } catch {
        if (!ended) setFailed(true);
      }
    };
    void start();
    return () => {
      ended = true;
      opened?.close();
      setEngine(null);
    };
  }, [county, towns, english, label, open]);
  return { holder, engine, failed };
}
