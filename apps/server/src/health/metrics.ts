import { Injectable } from '@nestjs/common';
import { collectDefaultMetrics, Gauge, Registry } from 'prom-client';

/** Figures of this process for Prometheus. */
@Injectable()
export class Metrics {
  private readonly registry = new Registry();

  constructor() {
    collectDefaultMetrics({ register: this.registry, prefix: 'xunhang_' });
  }

  /** A figure that is read when it is asked for; it takes the place of an earlier one of that name. */
  gauge(name: string, help: string, read: () => number): void {
    this.registry.removeSingleMetric(`xunhang_${name}`);
    new Gauge({
      name: `xunhang_${name}`,
      help,
      registers: [this.registry],
      collect() {
        this.set(read());
      },
    });
  }

  text(): Promise<string> {
    return this.registry.metrics();
  }
}
