import { Module } from '@nestjs/common';
import { FeaturePointStore } from '../points/feature-point.store.js';
import { ApprovedRoutes } from '../routes/approved.routes.js';
import { RouteCoverage } from '../routes/route.coverage.js';
import { DockKnowledgeStore } from './dock.knowledge.js';
import { FallbackFinder } from './fallback.finder.js';
import { FallbackStore } from './fallback.store.js';
import { FallbackTaker } from './fallback.taker.js';
import { FlightChecks } from './flight.checks.js';
import { TasksCoreModule } from './tasks-core.module.js';

/** What may be flown in place of a task, for people as by rule. */
@Module({
  imports: [TasksCoreModule],
  providers: [
    ApprovedRoutes,
    DockKnowledgeStore,
    FallbackFinder,
    FallbackStore,
    FallbackTaker,
    FeaturePointStore,
    FlightChecks,
    RouteCoverage,
  ],
  exports: [FallbackFinder, FallbackStore, FallbackTaker, FlightChecks],
})
export class FallbacksModule {}
