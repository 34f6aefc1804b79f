import { type Config } from '../config.js';
import { reachableHost } from './broker-address.js';

/** The address, without a slash at its end, under which browsers and devices reach the pages and the API. */
export function webAddress(config: Pick<Config, 'host' | 'port' | 'publicUrl'>): string {
  return config.publicUrl?.replace(/\/+$/, '') ?? `http://${reachableHost(config)}:${config.port}`;
}
