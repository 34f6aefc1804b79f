import { type Proposal } from './proposal.js';
import { type ProposalInput } from './proposal.input.js';

/**
 * What is impossible in a proposal, in words; none: it can be flown. Written on its own from the rules, with none of the
 * code that makes proposals, so that a test may hold one against the other.
 */
export function proposalFaults(input: ProposalInput, proposal: Pick<Proposal, 'flights' | 'refusals'>): string[] {
  const faults: string[] = [];
  const routes = new Map(input.routes.map((route) => [route.code, route]));
  const docks = new Map(input.docks.map((dock) => [dock.sn, dock]));
  const clock = new Intl.DateTimeFormat('sv-SE', { timeZone: input.timeZone, dateStyle: 'short', timeStyle: 'medium' });
  const crossing = new Set(input.crossings.flatMap(([a, b]) => [`${a} ${b}`, `${b} ${a}`]));
  const known = [
    ...input.standing.map((task) => ({ ...task, standing: true })),
    ...proposal.flights.map((flight) => ({ ...flight, standing: false })),
  ];
  for (const flight of proposal.flights) {
    const say = (text: string) => faults.push(`${flight.routeCode} at ${clock.format(flight.start)}: ${text}`);
    const [route, dock] = [routes.get(flight.routeCode), docks.get(flight.dockSn)];
    if (!route || !dock || route.dockSn !== flight.dockSn) {
      say('not a route of that dock');
      continue;
    }
    const recovery = dock.turnaroundSeconds + route.batteryPercent * dock.chargeSecondsPerPercent;
    if (flight.end - flight.start < route.flightSeconds * 1000) say('shorter than its flight');
    if (flight.ready - flight.end < recovery * 1000 - 1) say('no time to charge');
    const [day, from] = clock.format(flight.start).split(' ') as [string, string];
    const [endDay, to] = clock.format(flight.end).split(' ') as [string, string];
    if (day !== flight.day || endDay !== day) say('not on its day');
    if (from < `${input.working.from}:00` || to > `${input.working.to}:00`) say('outside of working hours');
    if (flight.start < input.now) say('in the past');
    if (dock.unavailable) say('its dock cannot fly');
    if (input.marks.noFly.has(day)) say('on a no-fly day');
    if (input.limits.daylight && !inDaylight(flight.start, flight.end, dock)) say('in the dark');
    const over = (area: { from: number; to: number }) => flight.start < area.to && flight.end > area.from;
    if (input.closures.some((closure) => closure.routeCode === route.code && over(closure))) say('in closed airspace');
    for (const forecast of input.forecasts) {
      if ((forecast.dockSn !== null && forecast.dockSn !== dock.sn) || !over(forecast)) continue;
      if ((forecast.windSpeed ?? 0) > input.limits.windSpeed) say('in too much wind');
      if ((forecast.rainfall ?? 0) > input.limits.rainfall) say('in the rain');
    }
    for (const other of known) {
      if (other === known[input.standing.length + proposal.flights.indexOf(flight)]) continue;
      if (other.dockSn === flight.dockSn && flight.start < other.ready && flight.ready > other.start) {
        say(`its dock is busy with ${other.routeCode}`);
      }
      const apart = 60_000;
      const together = flight.start < other.end + apart && flight.end > other.start - apart;
      if (crossing.has(`${flight.routeCode} ${other.routeCode}`) && together) say(`crosses ${other.routeCode}`);
    }
  }
  const answered = [...proposal.flights, ...proposal.refusals].map(({ day, routeCode }) => `${day} ${routeCode}`);
  if (new Set(answered).size !== answered.length) faults.push('a route is answered twice on a day');
  const flyable = input.routes.filter(({ dockSn }) => docks.has(dockSn));
  if (answered.length !== flyable.length * input.days) faults.push('a route has no answer on a day');
  return faults;
}

/** The sun stands above -0.95° (the highest that its centre is at a published rise or set) by the low-precision formula of the Astronomical Almanac. */
function inDaylight(start: number, end: number, place: { latitude: number; longitude: number }): boolean {
  return [start, end].every((instant) => sunHeight(instant, place) > -0.95);
}

function sunHeight(instant: number, { latitude, longitude }: { latitude: number; longitude: number }): number {
  const rad = Math.PI / 180;
  const n = instant / 86_400_000 + 2_440_587.5 - 2_451_545;
  const anomaly = (357.528 + 0.985_600_3 * n) * rad;
  const ecliptic = (280.46 + 0.985_647_4 * n + 1.915 * Math.sin(anomaly) + 0.02 * Math.sin(2 * anomaly)) * rad;
  const tilt = (23.439 - 0.000_000_4 * n) * rad;
  const right = Math.atan2(Math.cos(tilt) * Math.sin(ecliptic), Math.cos(ecliptic));
  const declination = Math.asin(Math.sin(tilt) * Math.sin(ecliptic));
  const hour = (280.460_618_37 + 360.985_647_366_29 * n + longitude) * rad - right;
  const up =
    Math.sin(latitude * rad) * Math.sin(declination) +
    Math.cos(latitude * rad) * Math.cos(declination) * Math.cos(hour);
  return Math.asin(up) / rad;
}
