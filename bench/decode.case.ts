import { decode, sampleOf } from '#dji';
import { osdMessage, osdTopic } from './messages.js';
import { type BenchOptions } from './options.js';
import { median, printTable, ratio, whole } from './table.js';

/** The codec beside the parser that it cannot do without, on one core, in turns. */
export function decodeCase(options: BenchOptions): void {
  const messages = Array.from({ length: 200 }, (_, nr) => ({
    topic: osdTopic(nr),
    bytes: Buffer.from(osdMessage(nr, nr, Date.now())),
  }));
  const methods: Record<string, (topic: string, bytes: Buffer) => unknown> = {
    'JSON.parse': (_topic, bytes) => JSON.parse(bytes.toString()),
    'our decode': (topic, bytes) => decode(topic, bytes.toString()),
    'our decode and sample': (topic, bytes) => {
      const decoded = decode(topic, bytes.toString());
      return decoded.type === 'properties' ? sampleOf('aircraft', decoded.properties) : null;
    },
  };
  const rates = new Map<string, number[]>();
  for (let round = 0; round < (options.quick ? 5 : 15); round++) {
    for (const [name, method] of Object.entries(methods)) {
      let count = 0;
      const start = performance.now();
      while (performance.now() - start < 150) {
        for (const { topic, bytes } of messages) method(topic, bytes);
        count += messages.length;
      }
      rates.set(name, [...(rates.get(name) ?? []), count / ((performance.now() - start) / 1000)]);
    }
  }
  const first = median(rates.get('JSON.parse')!);
  printTable(
    'Decoding on one core; messages a second',
    ['method', 'per second', 'of JSON.parse'],
    [...rates].map(([name, values]) => [name, whole(median(values)), ratio(median(values) / first)]),
  );
}
