import { networkInterfaces } from 'node:os';
import { type Config } from '../config.js';

/** The settings that say where devices find the broker. */
export type AddressSettings = Pick<Config, 'mqttPublicAddress' | 'mqttUrl' | 'publicUrl' | 'host' | 'mqttPort'>;

/** `host:port` under which devices reach the broker. A broker that listens everywhere is named by an address others can use. */
export function brokerAddress(settings: AddressSettings): string {
  if (settings.mqttPublicAddress !== null) return settings.mqttPublicAddress.replace(/^[a-z]+:\/\//, '');
  if (settings.mqttUrl !== null) {
    const { hostname, port, protocol } = new URL(settings.mqttUrl);
    return `${hostname}:${port || (protocol === 'mqtts:' || protocol === 'ssl:' ? 8883 : 1883)}`;
  }
  return `${reachableHost(settings)}:${settings.mqttPort}`;
}

/** A name or address of this machine that others can use: what it listens on, else what it is known by. */
export function reachableHost({ host, publicUrl }: Pick<Config, 'host' | 'publicUrl'>): string {
  if (host !== '0.0.0.0' && host !== '::') return host.includes(':') ? `[${host}]` : host;
  if (publicUrl !== null) return new URL(publicUrl).hostname;
  const outward = Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? []);
  return outward.find(({ family, internal }) => family === 'IPv4' && !internal)?.address ?? '127.0.0.1';
}
