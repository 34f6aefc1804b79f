import { BullModule } from '@nestjs/bullmq';
import { Module } from '@nestjs/common';
import { PlansCoreModule } from './plans-core.module.js';
import { PlansProcessor } from './plans.processor.js';

/** Tasks of plans, for the worker role. */
@Module({
  imports: [BullModule.registerQueue({ name: 'plans' }), PlansCoreModule],
  providers: [PlansProcessor],
  exports: [PlansProcessor],
})
export class PlansWorkerModule {}
