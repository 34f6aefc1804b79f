import { Module } from '@nestjs/common';
import { Secrets } from '../auth/secrets.js';
import { PapersCoreModule } from '../papers/papers-core.module.js';
import { RoutesCoreModule } from '../routes/routes-core.module.js';
import { FlightOrderStore } from './flight-order.store.js';
import { MissionFiles } from './mission-files.js';
import { MobileFlights } from './mobile.flights.js';
import { MobileStore } from './mobile.store.js';
import { MobileTasksService } from './mobile-tasks.service.js';
import { TaskMaker } from './task.maker.js';
import { TaskRecorder } from './task.recorder.js';
import { TaskStore } from './task.store.js';

/** What every role shares of tasks. */
@Module({
  imports: [PapersCoreModule, RoutesCoreModule],
  providers: [
    FlightOrderStore,
    MissionFiles,
    MobileFlights,
    MobileStore,
    MobileTasksService,
    Secrets,
    TaskMaker,
    TaskRecorder,
    TaskStore,
  ],
  exports: [
    FlightOrderStore,
    MissionFiles,
    MobileFlights,
    MobileStore,
    MobileTasksService,
    PapersCoreModule,
    RoutesCoreModule,
    TaskMaker,
    TaskRecorder,
    TaskStore,
  ],
})
export class TasksCoreModule {}
