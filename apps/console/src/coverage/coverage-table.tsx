import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { RouteCoverageView } from '#contracts';
import { useAddressFilter } from '../common/address-filter.js';
import { useInLanguage } from '../common/two-languages.js';
import { countByTown, SIGHTS, TARGET_KINDS, type Sight, type TargetKind, type TownCounts } from './coverage-counts.js';
import { CoverageRows } from './coverage-rows.js';

export interface Asked {
  town: string | null;
  kind: TargetKind;
  sight: Sight;
}

/** Counts by town, each of which opens its rows beside it. */
export function CoverageTable({ coverage }: { coverage: RouteCoverageView }) {
  const { t } = useTranslation();
  const inLanguage = useInLanguage();
  const { filter, changeAll } = useAddressFilter(['town', 'kind', 'sight']);
  const rows = useMemo(() => countByTown(coverage), [coverage]);
  const asked: Asked = {
    town: filter.town,
    kind: TARGET_KINDS.find((kind) => kind === filter.kind) ?? firstKind(rows[0]),
    sight: SIGHTS.find((sight) => sight === filter.sight) ?? 'unseen',
  };
  return (
    <>
      <p className="faint coverage-notes">
        {coverage.villagesWithoutPlace > 0 && (
          <>{t('coverage/withoutPlace', { count: coverage.villagesWithoutPlace })} · </>
        )}
        {t('coverage/terrain', { terrain: inLanguage(coverage.terrain) })}
      </p>
      <div className="coverage">
        <div className="block coverage-towns">
          <table className="count-table">
            <thead>
              <tr>
                <th scope="col" rowSpan={2}>
                  {t('coverage/town')}
                </th>
                {TARGET_KINDS.map((kind) => (
                  <th scope="colgroup" colSpan={4} key={kind} className="coverage-kind">
                    {t(`coverage/kind/${kind}`)}
                  </th>
                ))}
              </tr>
              <tr>
                {TARGET_KINDS.flatMap((kind) =>
                  SIGHTS.map((sight) => (
                    <th scope="col" key={`${kind} ${sight}`}>
                      {t(`coverage/${sight}`)}
                    </th>
                  )),
                )}
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <tr key={row.town ?? ''} className={row.town === null ? 'coverage-whole' : undefined}>
                  <th scope="row">{row.town ?? t('coverage/whole')}</th>
                  {TARGET_KINDS.flatMap((kind) =>
                    SIGHTS.map((sight) => (
                      <td key={`${kind} ${sight}`}>
                        <CountButton
                          row={row}
                          kind={kind}
                          sight={sight}
                          asked={asked}
                          ask={(next) => changeAll({ ...next })}
                        />
                      </td>
                    )),
                  )}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
        <CoverageRows coverage={coverage} asked={asked} />
      </div>
    </>
  );
}

/** What is shown first: the villages that nobody sees, else the points. */
function firstKind(county: TownCounts | undefined): TargetKind {
  return (county?.villages.unseen ?? 0) > 0 ? 'villages' : 'featurePoints';
}

function CountButton({
  row,
  kind,
  sight,
  asked,
  ask,
}: {
  row: TownCounts;
  kind: TargetKind;
  sight: Sight;
  asked: Asked;
  ask: (asked: Asked) => void;
}) {
  const { t } = useTranslation();
  const count = row[kind][sight === 'all' ? 'total' : sight];
  if (count === 0) return <span className="faint number">0</span>;
  const open = asked.town === row.town && asked.kind === kind && asked.sight === sight;
  return (
    <button
      type="button"
      className={sight === 'unseen' ? 'count-button number number-alarm' : 'count-button number'}
      aria-pressed={open}
      aria-label={t('coverage/countOf', {
        town: row.town ?? t('coverage/whole'),
        kind: t(`coverage/kind/${kind}`),
        what: t(`coverage/${sight}`),
        count,
      })}
      onClick={() => ask({ town: row.town, kind, sight })}
    >
      {count}
    </button>
  );
}
