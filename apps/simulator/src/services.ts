import { type Answer, type Call, type Service, type Services } from './answers.js';
import { type Gateway } from './gateway.js';

const MISSION_STARTS = new Set(['flighttask_prepare', 'flighttask_create', 'flighttask_execute']);

/** Answers a message of the `services` topic by way of the gateway's own table, with the ids it came with. */
export function answerService(
  gateway: Gateway,
  message: { tid?: unknown; bid?: unknown; method?: unknown; data?: unknown },
): void {
  const { tid, bid, method } = message;
  if (typeof method !== 'string') return;
  if (gateway.faults.has('deaf')) return;
  const call: Call = { method, bid: String(bid ?? ''), data: recordOf(message.data) };
  const refused = MISSION_STARTS.has(method) ? gateway.faults.get('refuse')?.params['code'] : undefined;
  const answer: Answer = refused === undefined ? gateway.answer(call) : { result: refused };
  const { result, output, beside, delay, after } = answer;
  const late = (gateway.faults.get('late_reply')?.params['seconds'] ?? 0) * 1000;
  const reply = () => {
    const data = { result, ...beside, ...(output !== undefined && { output }) };
    if (!isLost(gateway, method)) gateway.reply('services_reply', { bid, data, method, tid });
  };
  if (late > 0) gateway.world.wheel.after(late, reply);
  gateway.world.wheel.after(delay ?? gateway.random.between(20, 50), () => {
    if (late === 0) reply();
    after?.();
  });
}

/** The answer gets lost on its way. */
function isLost(gateway: Gateway, method: string): boolean {
  const fault = gateway.faults.get('lost_reply');
  return fault !== undefined && (fault.params['start'] !== 1 || method === 'flighttask_execute');
}

/** The answer that a table gives; unknown methods are not supported. */
export function answerFrom<G extends Gateway>(services: Services<G>, gateway: G, call: Call): Answer {
  const service: Service<G> | undefined = Object.hasOwn(services, call.method) ? services[call.method] : undefined;
  return service?.(gateway, call) ?? { result: 314000 };
}

function recordOf(data: unknown): Record<string, unknown> {
  return typeof data === 'object' && data !== null && !Array.isArray(data) ? (data as Record<string, unknown>) : {};
}
