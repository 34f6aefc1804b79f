import { Module } from '@nestjs/common';
import { FeaturePointStore } from '../points/feature-point.store.js';
import { RouteApprovalsService } from './route-approvals.service.js';
import { RouteCheckService } from './route-check.service.js';
import { RouteCoverage } from './route.coverage.js';
import { RouteExport } from './route.export.js';
import { RouteImportsController } from './route-imports.controller.js';
import { RouteImportsService } from './route-imports.service.js';
import { RouteStudiesController } from './route-studies.controller.js';
import { RouteVersionsController } from './route-versions.controller.js';
import { RoutesController } from './routes.controller.js';
import { RoutesCoreModule } from './routes-core.module.js';

/** Routes, for the api role. */
@Module({
  imports: [RoutesCoreModule],
  // Those with names of their own before the one that takes any id.
  controllers: [RouteImportsController, RouteStudiesController, RouteVersionsController, RoutesController],
  providers: [
    FeaturePointStore,
    RouteApprovalsService,
    RouteCheckService,
    RouteCoverage,
    RouteExport,
    RouteImportsService,
  ],
  exports: [RouteCoverage, RoutesCoreModule],
})
export class RoutesModule {}
