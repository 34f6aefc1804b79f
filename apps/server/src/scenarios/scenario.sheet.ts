import { type Cadence, SCENARIO_OUTPUTS, type ScenarioView, SPOT_KINDS } from '#contracts';
import { STATE_WORDS } from '../points/feature-point.sheet.js';
import { type FilledSheet, type SheetLayout, Words } from '../sheets/sheet.layout.js';

export const OUTPUT_WORDS = new Words(SCENARIO_OUTPUTS);
export const SPOT_WORDS = new Words(SPOT_KINDS);
export const UNIT_WORDS = new Words<Cadence['unit']>({
  day: { zh: '天', en: 'days' },
  week: { zh: '周', en: 'weeks' },
});
export const TARGET_WORDS = new Words({
  featurePoints: { zh: '特色点位', en: 'feature point' },
  divisions: { zh: '行政区划', en: 'division' },
});

/** The sheet of scenarios, one a row. */
export const SCENARIO_SHEET: SheetLayout = {
  name: '应用场景',
  columns: [
    {
      key: 'code',
      heading: '编码',
      aliases: ['场景编码'],
      required: true,
      text: true,
      width: 16,
      note: '1–32 位字母、数字、_ 或 -，全县唯一。已有的编码表示修改该场景',
    },
    { key: 'name', heading: '名称', aliases: ['场景名称'], required: true, width: 20, note: '最多 100 字' },
    { key: 'purpose', heading: '目的', width: 40, note: '最多 4000 字' },
    {
      key: 'divisionCode',
      heading: '区划代码',
      aliases: ['行政区划代码'],
      text: true,
      width: 16,
      note: '场景所属的县、镇或村；不填为您的管辖范围。巡查对象须在其内',
    },
    { key: 'ownerUnit', heading: '责任单位', required: true, width: 20, note: '最多 100 字' },
    { key: 'ownerPerson', heading: '责任人', width: 12, note: '最多 50 字' },
    { key: 'checklist', heading: '检查项', width: 40, note: '多项用；或换行分隔' },
    { key: 'every', heading: '频次', width: 8, note: '每几天或几周一次，填整数；不填为按需' },
    { key: 'unit', heading: '频次单位', width: 10, note: '填了频次就要填', choices: UNIT_WORDS.labels },
    { key: 'from', heading: '时段开始', text: true, width: 10, note: '当地时刻，如 08:30；开始和结束都不填为不限' },
    { key: 'to', heading: '时段结束', text: true, width: 10, note: '当地时刻，如 17:30；早于开始表示过午夜' },
    { key: 'outputs', heading: '产出', width: 20, note: `可填 ${OUTPUT_WORDS.labels.join('、')}，多个用、分隔` },
    { key: 'tags', heading: '标签', width: 20, note: '多个用、分隔，最多 20 个' },
    { key: 'state', heading: '状态', width: 8, note: '不填为在用；停用的场景保留历史', choices: STATE_WORDS.labels },
    {
      key: 'version',
      heading: '版本',
      width: 8,
      note: '导出时带出，请勿修改；场景在导出后被别人改过时会提示。不填则不检查',
    },
  ],
};

/** The kinds of spots of the scenarios. */
export const SPOT_SHEET: SheetLayout = {
  name: '问题种类',
  columns: [
    {
      key: 'code',
      heading: '场景编码',
      required: true,
      text: true,
      width: 16,
      note: '“应用场景”表中的编码。场景在本表有行时，其问题种类全部以本表为准',
    },
    { key: 'kind', heading: '问题性质', required: true, width: 12, note: '堵点或漏点', choices: SPOT_WORDS.labels },
    { key: 'class', heading: '问题类别', required: true, width: 20, note: '如 垃圾堆放' },
    { key: 'deadlineDays', heading: '整改期限', required: true, width: 10, note: '天，从立案起算' },
  ],
};

/** What the scenarios aim at. */
export const TARGET_SHEET: SheetLayout = {
  name: '巡查对象',
  columns: [
    {
      key: 'code',
      heading: '场景编码',
      required: true,
      text: true,
      width: 16,
      note: '“应用场景”表中的编码。场景在本表有行时，其巡查对象全部以本表为准',
    },
    {
      key: 'kind',
      heading: '对象类型',
      required: true,
      width: 12,
      note: '特色点位或行政区划',
      choices: TARGET_WORDS.labels,
    },
    { key: 'target', heading: '对象编码', required: true, text: true, width: 18, note: '特色点位的编码或区划代码' },
    { key: 'name', heading: '对象名称', width: 24, note: '仅供阅读，导入时不看' },
  ],
};

export const SCENARIO_SHEETS = [SCENARIO_SHEET, SPOT_SHEET, TARGET_SHEET] as const;

/** Scenarios as the sheets that can be imported again. */
export function scenarioSheets(scenarios: readonly ScenarioView[]): FilledSheet[] {
  return [
    { layout: SCENARIO_SHEET, rows: scenarios.map(scenarioRow) },
    { layout: SPOT_SHEET, rows: scenarios.flatMap(spotRows) },
    { layout: TARGET_SHEET, rows: scenarios.flatMap(targetRows) },
  ];
}

function scenarioRow(scenario: ScenarioView): (string | number | null)[] {
  const { cadence } = scenario;
  return [
    scenario.code,
    scenario.name,
    scenario.purpose,
    scenario.divisionCode,
    scenario.ownerUnit,
    scenario.ownerPerson,
    scenario.checklist.join('；'),
    cadence && cadence.every,
    cadence && UNIT_WORDS.label(cadence.unit),
    cadence?.window?.from ?? null,
    cadence?.window?.to ?? null,
    scenario.outputs.map((output) => OUTPUT_WORDS.label(output)).join('、'),
    scenario.tags.join('、'),
    STATE_WORDS.label(scenario.state),
    scenario.version,
  ];
}

function spotRows({ code, spots }: ScenarioView): (string | number | null)[][] {
  return spots.map((spot) => [code, SPOT_WORDS.label(spot.kind), spot.class, spot.deadlineDays]);
}

function targetRows({ code, targets }: ScenarioView): (string | number | null)[][] {
  return [
    ...targets.featurePoints.map((point) => [code, TARGET_WORDS.label('featurePoints'), point.code, point.name]),
    ...targets.divisions.map((division) => [code, TARGET_WORDS.label('divisions'), division.code, division.name]),
  ];
}
