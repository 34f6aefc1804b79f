import { Button, Checkbox, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { ProposalView } from '#contracts';
import { instantOf, shortClock } from '../common/local-time.js';
import { useInLanguage } from '../common/two-languages.js';
import type { Choice } from './proposal-state.js';

/** The proposed flights with their reasons; each can be left out or moved. */
export function FlightList({
  choices,
  selected,
  select,
  tick,
  start,
}: {
  choices: readonly Choice[];
  selected: string | null;
  select: (key: string) => void;
  tick: (keys: readonly string[], on: boolean) => void;
  start: (key: string, at: number | null) => void;
}) {
  const { t } = useTranslation();
  const inLanguage = useInLanguage();
  const keys = choices.map(({ key }) => key);
  const count = choices.filter(({ ticked }) => ticked).length;
  return (
    <table className="plain-table proposal-table">
      <thead>
        <tr>
          <th>
            <Checkbox
              aria-label={t('proposal/tickAll')}
              checked={count === choices.length}
              indeterminate={count > 0 && count < choices.length}
              onChange={(event) => tick(keys, event.target.checked)}
            />
          </th>
          <th>{t('proposal/time')}</th>
          <th>{t('proposal/route')}</th>
          <th>{t('proposal/dock')}</th>
          <th>{t('proposal/why')}</th>
        </tr>
      </thead>
      <tbody>
        {choices.map((choice) => (
          <tr
            key={choice.key}
            data-flight={choice.key}
            className={choice.key === selected ? 'chosen-row' : undefined}
            onClick={() => select(choice.key)}
          >
            <td>
              <Checkbox
                aria-label={`${choice.flight.route.name} ${choice.flight.day}`}
                checked={choice.ticked}
                onChange={(event) => tick([choice.key], event.target.checked)}
              />
            </td>
            <td className="number proposal-time">
              <span className="faint">{choice.flight.day.slice(5)}</span>{' '}
              <StartField choice={choice} start={(at) => start(choice.key, at)} />
              {choice.adjusted && (
                <Button size="small" type="link" onClick={() => start(choice.key, null)}>
                  {t('proposal/reset')}
                </Button>
              )}
            </td>
            <td>
              <Link to={`/routes/${encodeURIComponent(choice.flight.route.code)}`}>{choice.flight.route.name}</Link>
            </td>
            <td>{choice.flight.dock.name}</td>
            <td className={choice.ticked ? undefined : 'faint'}>
              {inLanguage(choice.flight)}{' '}
              <span className="faint number">{t('proposal/servesCount', { count: choice.flight.serves })}</span>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function StartField({ choice, start }: { choice: Choice; start: (at: number) => void }) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState<string | null>(null);
  const shown = typed ?? shortClock(choice.start);
  const at = instantOf(choice.flight.day, shown);
  const done = () => {
    if (at !== null && at !== choice.start) start(at);
    setTyped(null);
  };
  return (
    <Input
      size="small"
      aria-label={t('proposal/startOf', { name: choice.flight.route.name })}
      value={shown}
      status={at === null ? 'error' : undefined}
      onChange={(event) => setTyped(event.target.value)}
      onBlur={done}
      onPressEnter={done}
      style={{ width: 58 }}
    />
  );
}

/** The other routes of each day, and why each is not flown. */
export function RefusalList({ refusals }: { refusals: ProposalView['refusals'] }) {
  const { t } = useTranslation();
  const inLanguage = useInLanguage();
  if (refusals.length === 0) return <p className="faint">{t('proposal/noRefusals')}</p>;
  const reasons = new Map<string, typeof refusals>();
  for (const one of refusals) reasons.set(one.code, [...(reasons.get(one.code) ?? []), one]);
  const groups = [...reasons.entries()].sort(([, one], [, other]) => other.length - one.length);
  return (
    <div className="refusal-groups">
      {groups.map(([code, rows]) => (
        <details key={code} open={rows.length <= 6}>
          <summary>
            {t(`proposal/reason/${code}` as 'proposal/reason/not_due', { defaultValue: inLanguage(rows[0]!) })}{' '}
            <b className="number">{rows.length}</b>
          </summary>
          <ul>
            {rows.map((row) => (
              <li key={`${row.day} ${row.route.code}`}>
                <span className="faint number">{row.day.slice(5)}</span>
                <Link to={`/routes/${encodeURIComponent(row.route.code)}`}>{row.route.name}</Link>
                <span>{inLanguage(row)}</span>
              </li>
            ))}
          </ul>
        </details>
      ))}
    </div>
  );
}
