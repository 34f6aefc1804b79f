import { createServer } from 'node:net';
import { CannotStart } from './cannot-start.js';

/** A port that people or devices know, and that is therefore never moved silently. */
export interface Port {
  zh: string;
  en: string;
  /** What moves it. */
  flag: string;
}

export const WEB_PORT: Port = { zh: '网页端口', en: 'port of the pages', flag: '--port' };
export const MQTT_PORT: Port = {
  zh: 'MQTT 端口',
  en: 'MQTT port',
  flag: '--mqtt-port（XUNHANG_MQTT_PORT，设备上也要一起改 and change it on the devices）',
};
export const CONTROL_PORT: Port = {
  zh: '模拟器控制页端口',
  en: 'port of the simulator’s control page',
  flag: '--simulator-port',
};

/** Throws `CannotStart` when the port is taken or not allowed; 0, any free one, always passes. */
export async function requireFreePort(host: string, port: number, what: Port): Promise<void> {
  if (port === 0) return;
  const probe = createServer();
  const failure = await new Promise<NodeJS.ErrnoException | null>((fulfil) => {
    probe.once('error', fulfil);
    probe.listen({ port, host }, () => probe.close(() => fulfil(null)));
  });
  if (failure) throw cannotListen(host, port, what, failure);
}

/** The sentence for a port that cannot be had. */
export function cannotListen(
  host: string,
  port: number,
  { zh, en, flag }: Port,
  error: NodeJS.ErrnoException,
): CannotStart {
  if (error.code === 'EADDRINUSE') {
    return new CannotStart(
      `${zh} ${port}（${host}）已被占用：请停止占用它的程序，或用 ${flag} 另选端口。`,
      `The ${en} ${port} (${host}) is in use: stop the program that holds it, or choose another with ${flag}.`,
    );
  }
  return new CannotStart(
    `无法在 ${host} 上监听${zh} ${port}（${error.message}）：请检查 --host 与 ${flag}；小于 1024 的端口需要更高权限。`,
    `The ${en} ${port} cannot be had on ${host} (${error.message}): check --host and ${flag}; ports below 1024 need privileges.`,
  );
}
