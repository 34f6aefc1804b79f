import { type Answer, type Call, type Service, type Services } from './answers.js';
import { type Gateway } from './gateway.js';

/** Answers a message of the `services` topic by way of the gateway's own table, with the ids it came with. */
export function answerService(
  gateway: Gateway,
  message: { tid?: unknown; bid?: unknown; method?: unknown; data?: unknown },
): void {
  const { tid, bid, method } = message;
  if (typeof method !== 'string') return;
  const call: Call = { method, bid: String(bid ?? ''), data: recordOf(message.data) };
  const { result, output, beside, delay, after } = gateway.answer(call);
  gateway.world.wheel.after(delay ?? gateway.random.between(20, 50), () => {
    const data = { result, ...beside, ...(output !== undefined && { output }) };
    gateway.reply('services_reply', { bid, data, method, tid });
    after?.();
  });
}

/** The answer that a table gives; unknown methods are not supported. */
export function answerFrom<G extends Gateway>(services: Services<G>, gateway: G, call: Call): Answer {
  const service: Service<G> | undefined = Object.hasOwn(services, call.method) ? services[call.method] : undefined;
  return service?.(gateway, call) ?? { result: 314000 };
}

function recordOf(data: unknown): Record<string, unknown> {
  return typeof data === 'object' && data !== null && !Array.isArray(data) ? (data as Record<string, unknown>) : {};
}
