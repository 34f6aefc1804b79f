import { Module } from '@nestjs/common';
import { AirspaceCoreModule } from '../airspace/airspace-core.module.js';
import { DeviceStore } from '../devices/device.store.js';
import { DivisionsModule } from '../divisions/divisions.module.js';
import { ScenarioStore } from '../scenarios/scenario.store.js';
import { ApprovedRoutes } from './approved.routes.js';
import { RouteChecks } from './route.checks.js';
import { RouteClosures } from './route.closures.js';
import { RouteCrossings } from './route.crossings.js';
import { RouteFlights } from './route.flights.js';
import { RouteImportsStore } from './route-imports.store.js';
import { RouteOwner } from './route.owner.js';
import { RouteReader } from './route.reader.js';
import { RouteSeed } from './route.seed.js';
import { RouteStore } from './route.store.js';
import { RouteThreads } from './route.threads.js';
import { RouteVersionStore } from './route-version.store.js';
import { RouteVersionsService } from './route-versions.service.js';
import { RoutesService } from './routes.service.js';
import { Surroundings } from './surroundings.js';

const shared = [
  ApprovedRoutes,
  RouteChecks,
  RouteClosures,
  RouteCrossings,
  RouteFlights,
  RouteImportsStore,
  RouteOwner,
  RouteReader,
  RouteSeed,
  RouteStore,
  RouteThreads,
  RouteVersionStore,
  RouteVersionsService,
  RoutesService,
  Surroundings,
];

/** What the api role and the worker role share of routes; it answers nobody by itself. */
@Module({
  imports: [AirspaceCoreModule, DivisionsModule],
  providers: [DeviceStore, ScenarioStore, ...shared],
  exports: [DeviceStore, DivisionsModule, ...shared],
})
export class RoutesCoreModule {}
