import { type AirspaceArea, type FlightContext } from './flight.context.js';
import { zoneOn } from './flight.frame.js';
import { insideOf, longestOf, metresOfRun, piecesOf, runOf } from './check.stretches.js';
import { type FlownPath } from './flown.path.js';
import { type FlightFindings } from './route.findings.js';

/** Keep-outs, temporary areas and areas of caution, on the whole flight. */
export function checkAirspace(path: FlownPath, context: FlightContext, findings: FlightFindings): void {
  for (const area of context.airspace) checkOne(path, area, findings);
}

function checkOne(path: FlownPath, area: AirspaceArea, findings: FlightFindings): void {
  const zone = zoneOn(area.geometry, path.frame);
  for (const run of piecesOf(path, (start, end) => insideOf(zone, start, end))) {
    const metres = Math.round(metresOfRun(run));
    findings.addRun(
      area.kind === 'keep_out' ? 'error' : 'warning',
      `in_${area.kind}`,
      runOf(path, run, longestOf(run)),
      {
        zh: `进入“${area.name}” ${metres} 米，请绕开`,
        en: `is inside "${area.name}" for ${metres} m; go round it`,
      },
    );
  }
}
