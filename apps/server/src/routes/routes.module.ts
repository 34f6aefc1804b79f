import { Module } from '@nestjs/common';
import { DevicesModule } from '../devices/devices.module.js';
import { DivisionsModule } from '../divisions/divisions.module.js';
import { ScenariosModule } from '../scenarios/scenarios.module.js';
import { RouteApprovalsService } from './route-approvals.service.js';
import { RouteChecks } from './route.checks.js';
import { RouteOwner } from './route.owner.js';
import { RouteReader } from './route.reader.js';
import { RouteStore } from './route.store.js';
import { RouteVersionStore } from './route-version.store.js';
import { RouteVersionsController } from './route-versions.controller.js';
import { RouteVersionsService } from './route-versions.service.js';
import { RoutesController } from './routes.controller.js';
import { RoutesService } from './routes.service.js';
import { Surroundings } from './surroundings.js';

/** Routes, for the api role. */
@Module({
  imports: [DevicesModule, DivisionsModule, ScenariosModule],
  controllers: [RoutesController, RouteVersionsController],
  providers: [
    RouteApprovalsService,
    RouteChecks,
    RouteOwner,
    RouteReader,
    RouteStore,
    RouteVersionStore,
    RouteVersionsService,
    RoutesService,
    Surroundings,
  ],
  exports: [RouteStore, RouteVersionStore, RouteVersionsService, RoutesService],
})
export class RoutesModule {}
