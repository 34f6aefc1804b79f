import { Module } from '@nestjs/common';
import { FlightOrdersController } from './flight-orders.controller.js';
import { FlightOrdersService } from './flight-orders.service.js';
import { MissionFilesController } from './mission-files.controller.js';
import { PaperworkController } from './paperwork.controller.js';
import { PaperworkService } from './paperwork.service.js';
import { TasksCoreModule } from './tasks-core.module.js';
import { TasksController } from './tasks.controller.js';
import { TasksService } from './tasks.service.js';

/** Tasks, for the api role. */
@Module({
  imports: [TasksCoreModule],
  controllers: [FlightOrdersController, MissionFilesController, PaperworkController, TasksController],
  providers: [FlightOrdersService, PaperworkService, TasksService],
})
export class TasksModule {}
