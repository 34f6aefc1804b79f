import { BullModule } from '@nestjs/bullmq';
import { Module } from '@nestjs/common';
import { DeviceCommands } from '../dji/device-commands.js';
import { FallbackRule } from './fallback.rule.js';
import { FallbacksModule } from './fallbacks.module.js';
import { FlightOrderSender } from './flight-order.sender.js';
import { MobileJudge } from './mobile.judge.js';
import { SortiesProcessor } from './sorties.processor.js';
import { TaskDispatcher } from './task.dispatcher.js';
import { TasksCoreModule } from './tasks-core.module.js';

/** Missions of docks, for the worker role. */
@Module({
  imports: [BullModule.registerQueue({ name: 'sorties' }), FallbacksModule, TasksCoreModule],
  providers: [DeviceCommands, FallbackRule, FlightOrderSender, MobileJudge, SortiesProcessor, TaskDispatcher],
  exports: [DeviceCommands, SortiesProcessor],
})
export class SortiesModule {}
