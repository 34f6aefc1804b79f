import { planeDistance } from '#geo';
import { type FlightContext } from './flight.context.js';
import { atLeast, atMost, metresOf, runsOf, withoutEchoes, worstOf, type FlightSample } from './flight.samples.js';
import { type FlownPath } from './flown.path.js';
import { type FlightFindings, type Run, type Words } from './route.findings.js';

/** Metres around take-off within which it may be low: the aircraft gains and loses height there. */
const NEAR_TAKE_OFF = 50;
/** Less than this is an error of computing, not of the route. */
const TOLERANCE = 0.05;

/** True height and clearance along the whole flight, and the dock's own limit. */
export function checkHeights(
  path: FlownPath,
  samples: readonly FlightSample[],
  context: FlightContext,
  findings: FlightFindings,
): void {
  checkCeiling(samples, context, findings);
  checkClearance(path, samples, context, findings);
  checkHeightLimit(samples, context, findings);
  checkTerrainKnown(samples, context, findings);
}

function checkCeiling(samples: readonly FlightSample[], { settings }: FlightContext, findings: FlightFindings): void {
  const { ceilingMetres } = settings;
  const excess = ({ above }: FlightSample) => above - ceilingMetres;
  const runs = runsOf(samples, (sample) => excess(sample) > TOLERANCE);
  for (const run of withoutEchoes(runs, excess)) {
    const worst = worstOf(run, excess);
    const ground = groundWords(worst);
    const to = atMost(worst.height - excess(worst));
    const remedy = remedyOf(worst, {
      approach: {
        zh: `请把安全起飞高度或首航点高度降到起飞点以上 ${to} 米以内`,
        en: `lower the take-off height or the first waypoint to ${to} m above take-off`,
      },
      leg: { zh: `请降低 ${atLeast(excess(worst))} 米`, en: `lower it by ${atLeast(excess(worst))} m` },
      return: {
        zh: `请把返航高度或末航点高度降到起飞点以上 ${to} 米以内`,
        en: `lower the return height or the last waypoint to ${to} m above take-off`,
      },
    });
    findings.addRun('error', 'above_120_metres', runWords(run, worst), {
      zh: `真高 ${metresOf(worst.above)} 米，超过 ${ceilingMetres} 米${ground.zh}，${remedy.zh}`,
      en: `${metresOf(worst.above)} m above ground, more than ${ceilingMetres} m${ground.en}; ${remedy.en}`,
    });
  }
}

function checkClearance(
  path: FlownPath,
  samples: readonly FlightSample[],
  { settings }: FlightContext,
  findings: FlightFindings,
): void {
  const { clearanceMetres } = settings;
  const home = path.points[0]!;
  const missing = ({ above }: FlightSample) => clearanceMetres - above;
  const low = (sample: FlightSample) =>
    missing(sample) > TOLERANCE &&
    sample.stretch.phase !== 'take_off' &&
    sample.stretch.phase !== 'landing' &&
    planeDistance(home, sample) > NEAR_TAKE_OFF;
  for (const run of withoutEchoes(runsOf(samples, low), missing)) {
    const worst = worstOf(run, missing);
    const { above, height, stretch } = worst;
    const to = atLeast(height + missing(worst));
    const ground = groundWords(worst);
    const is =
      above <= 0
        ? { zh: `低于地面 ${metresOf(-above)} 米`, en: `${metresOf(-above)} m below the ground` }
        : { zh: `离地仅 ${metresOf(above)} 米`, en: `only ${metresOf(above)} m above the ground` };
    const remedy = remedyOf(worst, {
      approach: {
        zh: `请把安全起飞高度提高到 ${to} 米以上，并设为先爬升`,
        en: `raise the take-off height to ${to} m and climb first`,
      },
      leg: { zh: `请升高 ${atLeast(missing(worst))} 米`, en: `raise it by ${atLeast(missing(worst))} m` },
      return: { zh: `请把返航高度提高到 ${to} 米以上`, en: `raise the return height to ${to} m above take-off` },
    });
    const code =
      stretch.part === 'return' ? 'return_height_too_low' : above <= 0 ? 'below_ground' : 'clearance_too_small';
    findings.addRun('error', code, runWords(run, worst), {
      zh: `${is.zh}，少于净空要求 ${clearanceMetres} 米${ground.zh}，${remedy.zh}`,
      en: `${is.en}, less than the ${clearanceMetres} m of clearance${ground.en}; ${remedy.en}`,
    });
  }
}

/** The dock's limit on the whole flight, whatever the heights of its legs count from. */
function checkHeightLimit(samples: readonly FlightSample[], { dock }: FlightContext, findings: FlightFindings): void {
  const limit = dock?.heightLimit;
  if (limit === undefined || limit === null || !(limit > 0)) return;
  const excess = ({ height }: FlightSample) => height - limit;
  const runs = runsOf(samples, (sample) => excess(sample) > TOLERANCE);
  for (const run of withoutEchoes(runs, excess)) {
    const worst = worstOf(run, excess);
    const remedy = remedyOf(worst, {
      approach: { zh: '请降低安全起飞高度或首航点', en: 'lower the take-off height or the first waypoint' },
      leg: { zh: '请降低航点', en: 'lower the waypoints' },
      return: { zh: '请降低返航高度或末航点', en: 'lower the return height or the last waypoint' },
    });
    findings.addRun('error', 'height_above_limit', runWords(run, worst), {
      zh: `高于起飞点 ${metresOf(worst.height)} 米，超过机场限高 ${limit} 米，${remedy.zh}`,
      en: `${metresOf(worst.height)} m above take-off, beyond the dock's limit of ${limit} m; ${remedy.en}`,
    });
  }
}

function checkTerrainKnown(
  samples: readonly FlightSample[],
  { terrain }: FlightContext,
  findings: FlightFindings,
): void {
  const unknown = samples.filter(({ basis }) => basis === 'assumed').length;
  if (unknown === 0) return;
  const share = Math.max(1, Math.round((unknown / samples.length) * 100));
  const worst = samples.find(({ basis }) => basis === 'assumed')!.place;
  findings.add(
    'warning',
    'terrain_unknown',
    { longitude: worst.longitude, latitude: worst.latitude },
    {
      zh: `航线约 ${share}% 的地形未知，真高与净空按与起飞点同高的平地估算，不可尽信，请上传数字高程模型（${terrain.title.zh}）`,
      en: `the terrain below some ${share}% of the flight is unknown; heights above ground are reckoned over ground as high as take-off and not to be trusted; upload an elevation model (${terrain.title.en})`,
    },
  );
}

function groundWords({ ground, basis }: FlightSample): Words {
  if (basis === 'assumed') return { zh: '（地形未知，按平地估算）', en: ' (terrain unknown, taken as level)' };
  return { zh: `（地面海拔 ${metresOf(ground)} 米）`, en: ` (ground ${metresOf(ground)} m above sea)` };
}

function remedyOf({ stretch }: FlightSample, remedies: Record<'approach' | 'leg' | 'return', Words>): Words {
  return remedies[stretch.part];
}

/** Where a run of samples lies. */
function runWords(run: readonly FlightSample[], worst: FlightSample): Run {
  return { from: run[0]!.stretch, to: run.at(-1)!.stretch, worst: worst.stretch, place: worst.place };
}
