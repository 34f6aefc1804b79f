import { BullModule } from '@nestjs/bullmq';
import { Module } from '@nestjs/common';
import { DeviceCommands } from '../dji/device-commands.js';
import { DockKnowledgeStore } from './dock.knowledge.js';
import { FlightChecks } from './flight.checks.js';
import { FlightOrderSender } from './flight-order.sender.js';
import { SortiesProcessor } from './sorties.processor.js';
import { TaskDispatcher } from './task.dispatcher.js';
import { TasksCoreModule } from './tasks-core.module.js';

/** Missions of docks, for the worker role. */
@Module({
  imports: [BullModule.registerQueue({ name: 'sorties' }), TasksCoreModule],
  providers: [DeviceCommands, DockKnowledgeStore, FlightChecks, FlightOrderSender, SortiesProcessor, TaskDispatcher],
  exports: [DeviceCommands, SortiesProcessor],
})
export class SortiesModule {}
