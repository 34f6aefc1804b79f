import { BullModule } from '@nestjs/bullmq';
import { Module } from '@nestjs/common';
import { SortiesModule } from '../tasks/sorties.module.js';
import { DockOrderSender } from './dock-order.sender.js';
import { DockOrdersProcessor } from './dock-orders.processor.js';
import { DocksCoreModule } from './docks-core.module.js';

/** Orders to docks, for the worker role; they go over the link of the missions. */
@Module({
  imports: [BullModule.registerQueue({ name: 'docks' }), DocksCoreModule, SortiesModule],
  providers: [DockOrderSender, DockOrdersProcessor],
  exports: [DockOrdersProcessor],
})
export class DocksWorkerModule {}
