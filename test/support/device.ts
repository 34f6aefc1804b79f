import { randomUUID } from 'node:crypto';
import { connectAsync, type MqttClient } from 'mqtt';

/** A gateway of a test: connected to a real broker over TCP, with every answer it got. */
export interface TestDevice {
  client: MqttClient;
  answers: { topic: string; body: Record<string, unknown> & { tid?: string; data?: unknown } }[];
  /** Publishes with QoS 1; resolves when the broker has taken it. */
  send(topic: string, body: unknown): Promise<void>;
  osd(sn: string, data: Record<string, unknown>, envelope?: Record<string, unknown>): Promise<void>;
  topo(
    children: { sn: string; type?: number; sub_type?: number }[],
    gateway?: { domain: number; type: number },
  ): Promise<void>;
  close(): Promise<void>;
}

/** Connects a gateway with its own account and subscribes to its answers, as a dock does. */
export async function connectDevice(
  mqttUrl: string,
  account: { username: string; password: string },
  sn = account.username,
): Promise<TestDevice> {
  const client = await connectAsync(
    mqttUrl,
    { ...account, clientId: `test-${randomUUID()}`, reconnectPeriod: 200 },
    false,
  );
  const answers: TestDevice['answers'] = [];
  client.on('message', (topic, payload) => answers.push({ topic, body: JSON.parse(payload.toString()) as never }));
  await client.subscribeAsync(
    [
      `thing/product/${sn}/services`,
      `thing/product/${sn}/requests_reply`,
      `thing/product/${sn}/events_reply`,
      `thing/product/${sn}/state_reply`,
      `sys/product/${sn}/status_reply`,
    ],
    { qos: 1 },
  );
  const send = async (topic: string, body: unknown) => {
    await client.publishAsync(topic, typeof body === 'string' ? body : JSON.stringify(body), { qos: 1 });
  };
  return {
    client,
    answers,
    send,
    osd: (about, data, envelope = {}) =>
      send(`thing/product/${about}/osd`, {
        tid: randomUUID(),
        bid: randomUUID(),
        timestamp: Date.now(),
        gateway: sn,
        data,
        ...envelope,
      }),
    topo: (children, gateway = { domain: 3, type: 3 }) =>
      send(`sys/product/${sn}/status`, {
        tid: randomUUID(),
        bid: randomUUID(),
        timestamp: Date.now(),
        method: 'update_topo',
        data: {
          domain: gateway.domain,
          type: gateway.type,
          sub_type: 0,
          device_secret: 's',
          nonce: 'n',
          thing_version: '1.2.0',
          sub_devices: children.map(({ sn: child, type = 100, sub_type = 1 }) => ({
            sn: child,
            domain: 0,
            type,
            sub_type,
            index: 'A',
            device_secret: 's',
            nonce: 'n',
            thing_version: '1.2.0',
          })),
        },
      }),
    close: () => client.endAsync(true),
  };
}
