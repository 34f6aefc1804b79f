import { planeDistance } from '#geo';
import { type FlightContext } from './flight.context.js';
import { metresOf, runsOf, worstOf, type FlightSample } from './flight.samples.js';
import { type FlownPath } from './flown.path.js';
import { type FlightFindings, type Run } from './route.findings.js';

/** Metres around take-off within which it may be low: the aircraft gains height there. */
const NEAR_TAKE_OFF = 50;
/** Less than this is an error of computing, not of the route. */
const TOLERANCE = 0.05;

/** True height and clearance along the whole flight, and what its return height is worth. */
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
  for (const run of runsOf(samples, ({ above }) => above > ceilingMetres + TOLERANCE)) {
    const worst = worstOf(run, ({ above }) => above);
    const { above, ground, height, basis, stretch } = worst;
    const excess = Math.ceil(above - ceilingMetres);
    const to = Math.floor(height - (above - ceilingMetres));
    const unsure =
      basis === 'assumed'
        ? { zh: '（地形未知，按平地算）', en: ' (terrain unknown, taken as level)' }
        : { zh: `（地面海拔 ${metresOf(ground)} 米）`, en: ` (ground ${metresOf(ground)} m above sea)` };
    const remedy =
      stretch.part === 'return'
        ? {
            zh: `请把返航高度或末航点高度降到 ${to} 米以下`,
            en: `lower the return height or the last waypoint to ${to} m above take-off`,
          }
        : stretch.part === 'approach'
          ? {
              zh: `请把安全起飞高度或首航点高度降到 ${to} 米以下`,
              en: `lower the take-off height or the first waypoint to ${to} m above take-off`,
            }
          : { zh: `请降低 ${excess} 米`, en: `lower it by ${excess} m` };
    findings.addRun('error', 'above_120_metres', runWords(run, worst), {
      zh: `真高 ${metresOf(above)} 米，超过 ${ceilingMetres} 米${unsure.zh}，${remedy.zh}`,
      en: `${metresOf(above)} m above ground, more than ${ceilingMetres} m${unsure.en}; ${remedy.en}`,
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
  const [home] = path.points;
  const low = ({ above, stretch, x, y }: FlightSample) =>
    above < clearanceMetres - TOLERANCE &&
    stretch.phase !== 'take_off' &&
    stretch.phase !== 'landing' &&
    planeDistance(home!, { x, y }) > NEAR_TAKE_OFF;
  for (const run of runsOf(samples, low)) {
    const worst = worstOf(run, ({ above }) => -above);
    const { above, height, stretch } = worst;
    const needed = Math.ceil(height + clearanceMetres - above);
    const is = {
      zh: above <= 0 ? `低于地面 ${metresOf(-above)} 米` : `离地仅 ${metresOf(above)} 米`,
      en: above <= 0 ? `${metresOf(-above)} m below the ground` : `only ${metresOf(above)} m above the ground`,
    };
    const rule = { zh: `少于净空 ${clearanceMetres} 米`, en: `less than the ${clearanceMetres} m of clearance` };
    const home = stretch.part === 'return';
    const remedy = home
      ? { zh: `请把返航高度提高到 ${needed} 米以上`, en: `raise the return height to ${needed} m above take-off` }
      : stretch.part === 'approach'
        ? {
            zh: `请把安全起飞高度提高到 ${needed} 米以上，并先爬升再飞往首航点`,
            en: `raise the take-off height to ${needed} m and climb first`,
          }
        : {
            zh: `请升高 ${Math.ceil(clearanceMetres - above)} 米`,
            en: `raise it by ${Math.ceil(clearanceMetres - above)} m`,
          };
    findings.addRun(
      'error',
      home ? 'return_height_too_low' : above <= 0 ? 'below_ground' : 'clearance_too_small',
      runWords(run, worst),
      {
        zh: `${is.zh}，${rule.zh}，${remedy.zh}`,
        en: `${is.en}, ${rule.en}; ${remedy.en}`,
      },
    );
  }
}

/** The dock's limit on legs whose heights count from elsewhere, and on the ways there and back. */
function checkHeightLimit(samples: readonly FlightSample[], { dock }: FlightContext, findings: FlightFindings): void {
  const limit = dock?.heightLimit;
  if (limit === undefined || limit === null) return;
  for (const run of runsOf(samples, ({ height }) => height > limit + TOLERANCE)) {
    const worst = worstOf(run, ({ height }) => height);
    findings.addRun('error', 'above_height_limit', runWords(run, worst), {
      zh: `高于起飞点 ${metresOf(worst.height)} 米，超过机场限高 ${limit} 米，请降低`,
      en: `${metresOf(worst.height)} m above take-off, beyond the dock's limit of ${limit} m; lower it`,
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
  findings.add(
    'warning',
    'terrain_unknown',
    {},
    {
      zh: `航线 ${share}% 处的地形未知（${terrain.title.zh}），真高与净空按平地估算，请上传数字高程模型`,
      en: `the terrain below ${share}% of the flight is unknown (${terrain.title.en}); heights above ground are reckoned over level ground; upload an elevation model`,
    },
  );
}

/** Where a run of samples lies. */
function runWords(run: readonly FlightSample[], worst: FlightSample): Run {
  return { from: run[0]!.stretch, to: run.at(-1)!.stretch, worst: worst.stretch, place: worst.place };
}
