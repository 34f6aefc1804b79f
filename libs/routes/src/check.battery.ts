import { type FlightContext } from './flight.context.js';
import { type FlightEstimate } from './flight.estimate.js';
import { type FlownPath } from './flown.path.js';
import { type FlightFindings } from './route.findings.js';

/** Whether the battery brings the aircraft home with its reserve. */
export function checkBattery(
  { performance }: FlownPath,
  estimate: FlightEstimate,
  _context: FlightContext,
  findings: FlightFindings,
): void {
  const { batteryPercent, reservePercent, flightSeconds, windSpeed } = estimate;
  const left = 100 - batteryPercent;
  if (left >= reservePercent) return;
  const minutes = Math.round(flightSeconds / 60);
  const percent = Math.ceil(batteryPercent);
  const share = Math.ceil(100 - ((100 - reservePercent) / batteryPercent) * 100);
  findings.add(
    'error',
    'battery_not_enough',
    {},
    {
      zh: `预计飞行 ${minutes} 分钟、耗电 ${percent}%（${performance.name}，风速 ${windSpeed} m/s），降落时剩余不足 ${reservePercent}%，请把航线缩短约 ${share}% 或拆成两条`,
      en: `is expected to take ${minutes} min and ${percent}% of the battery (${performance.name}, wind ${windSpeed} m/s), leaving less than ${reservePercent}% at landing; shorten it by some ${share}% or make two of it`,
    },
  );
}
