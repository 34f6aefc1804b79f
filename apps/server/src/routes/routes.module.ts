import { Module } from '@nestjs/common';
import { RouteApprovalsService } from './route-approvals.service.js';
import { RouteImportsController } from './route-imports.controller.js';
import { RouteImportsService } from './route-imports.service.js';
import { RouteVersionsController } from './route-versions.controller.js';
import { RoutesController } from './routes.controller.js';
import { RoutesCoreModule } from './routes-core.module.js';

/** Routes, for the api role. */
@Module({
  imports: [RoutesCoreModule],
  controllers: [RouteImportsController, RouteVersionsController, RoutesController],
  providers: [RouteApprovalsService, RouteImportsService],
  exports: [RoutesCoreModule],
})
export class RoutesModule {}
