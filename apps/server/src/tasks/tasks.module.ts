import { Module } from '@nestjs/common';
import { FallbacksController } from './fallbacks.controller.js';
import { FallbacksModule } from './fallbacks.module.js';
import { FallbacksService } from './fallbacks.service.js';
import { FlightOrdersController } from './flight-orders.controller.js';
import { FlightOrdersService } from './flight-orders.service.js';
import { MissionFilesController } from './mission-files.controller.js';
import { MobileTasksController } from './mobile-tasks.controller.js';
import { PaperworkController } from './paperwork.controller.js';
import { PaperworkService } from './paperwork.service.js';
import { TasksCoreModule } from './tasks-core.module.js';
import { TaskContinuer } from './task.continuer.js';
import { TasksController } from './tasks.controller.js';
import { TasksService } from './tasks.service.js';

/** Tasks, for the api role. */
@Module({
  imports: [FallbacksModule, TasksCoreModule],
  controllers: [
    FallbacksController,
    FlightOrdersController,
    MissionFilesController,
    MobileTasksController,
    PaperworkController,
    TasksController,
  ],
  providers: [FallbacksService, FlightOrdersService, PaperworkService, TaskContinuer, TasksService],
})
export class TasksModule {}
