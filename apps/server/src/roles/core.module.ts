import { type DynamicModule, Global, Module } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { EDGE } from '../common/edge.providers.js';
import { CONFIG, type Config } from '../config.js';
import { COUNTY, type County } from '../county/county.js';
import { Notifications } from '../database/notifications.js';
import { DeviceRegistry } from '../devices/device-registry.js';
import { EventLog } from '../events/event-log.js';
import { HealthController } from '../health/health.controller.js';
import { Metrics } from '../health/metrics.js';
import { MetricsController } from '../health/metrics.controller.js';
import { Readiness } from '../health/readiness.js';
import { DeviceStates } from '../telemetry/device-states.js';
import { DeviceStream } from '../telemetry/device-stream.js';
import { Partitions } from '../telemetry/partitions.js';

/** What every role shares: configuration, database, event log, the decoded stream, health. */
@Global()
@Module({})
export class CoreModule {
  static with(config: Config, db: DataSource, county: County): DynamicModule {
    const shared = [
      { provide: CONFIG, useValue: config },
      { provide: DataSource, useValue: db },
      { provide: COUNTY, useValue: county },
      Notifications,
      EventLog,
      DeviceRegistry,
      DeviceStates,
      DeviceStream,
      Partitions,
      Readiness,
      Metrics,
    ];
    return {
      module: CoreModule,
      controllers: [HealthController, MetricsController],
      providers: [...shared, ...EDGE],
      exports: shared,
    };
  }
}
