import { useTranslation } from 'react-i18next';
import {
  DOCK_ORDER_RISKS,
  DOCK_ORDER_STATES,
  DOCK_STANDINGS,
  DOCK_WORDS,
  type DockOrderRisk,
  type DockOrderState,
  type DockStanding,
  type Known,
} from '#contracts';
import { ageInWords } from '../common/age.js';
import { useNow } from '../common/clock.js';
import { type TwoLanguages, useInLanguage } from '../common/two-languages.js';
import { type MarkedLook, ORDER_LOOK, RISK_LOOK, STANDING_LOOK } from '../theme/dock-look.js';

/** What is told all the time is old after this many milliseconds. */
const OLD_MS = 60_000;

function MarkedTag({ look, words, state }: { look: MarkedLook; words: TwoLanguages; state: string }) {
  const inLanguage = useInLanguage();
  return (
    <span className="status-tag" style={{ color: look.color, background: look.tint }} data-state={state}>
      <svg width="12" height="12" viewBox="0 0 12 12" fill="none" aria-hidden="true">
        <path d={look.mark} stroke="currentColor" strokeWidth="1.6" strokeLinecap="round" strokeLinejoin="round" />
      </svg>
      {inLanguage(words)}
    </span>
  );
}

/** Whether a dock could fly now, as mark and word. */
export function StandingTag({ standing }: { standing: DockStanding }) {
  return <MarkedTag look={STANDING_LOOK[standing]} words={DOCK_STANDINGS[standing]} state={standing} />;
}

/** How far an order is, as mark and word. */
export function OrderStateTag({ state }: { state: DockOrderState }) {
  return <MarkedTag look={ORDER_LOOK[state]} words={DOCK_ORDER_STATES[state]} state={state} />;
}

/** The risk of an order, as mark and word. */
export function RiskTag({ risk }: { risk: DockOrderRisk }) {
  return <MarkedTag look={RISK_LOOK[risk]} words={DOCK_ORDER_RISKS[risk]} state={risk} />;
}

/** The reader's word for one of ours; `code 7` and words of tomorrow are shown as they come. */
export function useDockWord(): (kind: keyof typeof DOCK_WORDS, word: string) => string {
  const inLanguage = useInLanguage();
  return (kind, word) => {
    const words: Readonly<Record<string, TwoLanguages>> = DOCK_WORDS[kind];
    return words[word] ? inLanguage(words[word]) : word;
  };
}

/** A word of a dock; unknown is said, never guessed. */
export function KnownWord({ known, kind }: { known: Known<string>; kind: keyof typeof DOCK_WORDS }) {
  const word = useDockWord();
  return known.value === null ? <Unknown /> : <>{word(kind, known.value)}</>;
}

/** A number of a dock with its unit. */
export function KnownNumber({
  known,
  unit = '',
  digits = 0,
}: {
  known: Known<number>;
  unit?: string;
  digits?: number;
}) {
  if (known.value === null) return <Unknown />;
  return (
    <span className="number">
      {known.value.toFixed(digits)}
      {unit && <small className="unit"> {unit}</small>}
    </span>
  );
}

/** Yes or no in words of its own. */
export function KnownFlag({ known, yes, no }: { known: Known<boolean>; yes: string; no: string }) {
  return known.value === null ? <Unknown /> : <>{known.value ? yes : no}</>;
}

/** A value that no device told. */
export function Unknown() {
  const { t } = useTranslation();
  return <span className="faint">{t('dock/unknown')}</span>;
}

/** How old a value is; one that should come all the time and does not is marked as old. */
export function KnownAge({ at, steady = true }: { at: string | null; steady?: boolean }) {
  const { t, i18n } = useTranslation();
  const now = useNow();
  if (at === null) return null;
  const ms = Date.parse(at);
  const old = steady && now - ms > OLD_MS;
  return (
    <time dateTime={at} className={old ? 'value-old number' : 'faint number'}>
      {ageInWords(ms, now, i18n.language)}
      {old && ` · ${t('dock/old')}`}
    </time>
  );
}
