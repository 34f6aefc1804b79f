import { Module } from '@nestjs/common';
import { RoutesModule } from '../routes/routes.module.js';
import { PlansCoreModule } from './plans-core.module.js';
import { PlansController } from './plans.controller.js';
import { PlansService } from './plans.service.js';
import { ProposalAcceptances } from './proposal.acceptance.js';
import { ProposalsController } from './proposals.controller.js';
import { ProposalsService } from './proposals.service.js';

/** Patrol plans and proposals, for the api role. */
@Module({
  imports: [PlansCoreModule, RoutesModule],
  controllers: [PlansController, ProposalsController],
  providers: [PlansService, ProposalAcceptances, ProposalsService],
  exports: [PlansCoreModule, PlansService],
})
export class PlansModule {}
