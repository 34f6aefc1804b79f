import { Module } from '@nestjs/common';
import { Secrets } from '../auth/secrets.js';
import { RoutesCoreModule } from '../routes/routes-core.module.js';
import { MissionFiles } from './mission-files.js';
import { TaskRecorder } from './task.recorder.js';
import { TaskStore } from './task.store.js';

/** What every role shares of tasks. */
@Module({
  imports: [RoutesCoreModule],
  providers: [MissionFiles, Secrets, TaskRecorder, TaskStore],
  exports: [MissionFiles, RoutesCoreModule, TaskRecorder, TaskStore],
})
export class TasksCoreModule {}
