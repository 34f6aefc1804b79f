import { Module } from '@nestjs/common';
import { DivisionsModule } from '../divisions/divisions.module.js';
import { RoutesModule } from '../routes/routes.module.js';
import { PlanStore } from './plan.store.js';
import { PlansController } from './plans.controller.js';
import { PlansService } from './plans.service.js';
import { ProposalStore } from './proposal.store.js';
import { ProposalsController } from './proposals.controller.js';
import { ProposalsService } from './proposals.service.js';

/** Patrol plans and proposals, for the api role. */
@Module({
  imports: [DivisionsModule, RoutesModule],
  controllers: [PlansController, ProposalsController],
  providers: [PlanStore, PlansService, ProposalStore, ProposalsService],
  exports: [PlansService, PlanStore],
})
export class PlansModule {}
