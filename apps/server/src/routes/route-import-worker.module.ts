import { BullModule } from '@nestjs/bullmq';
import { Module } from '@nestjs/common';
import { RouteImportRunner } from './route-import.runner.js';
import { RouteImportsProcessor } from './route-imports.processor.js';
import { RoutesCoreModule } from './routes-core.module.js';

/** Bulk imports of routes, for the worker role. */
@Module({
  imports: [BullModule.registerQueue({ name: 'routes' }), RoutesCoreModule],
  providers: [RouteImportRunner, RouteImportsProcessor],
  exports: [RouteImportsProcessor],
})
export class RouteImportWorkerModule {}
