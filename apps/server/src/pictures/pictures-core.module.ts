import { Module } from '@nestjs/common';
import { MediaModule } from '../media/media.module.js';
import { TasksCoreModule } from '../tasks/tasks-core.module.js';
import { MediaIntake } from './media.intake.js';
import { MediaFileStore } from './media-file.store.js';
import { TaskMediaStore } from './task-media.store.js';
import { UploadWatch } from './upload.watch.js';

const shared = [MediaFileStore, MediaIntake, TaskMediaStore, UploadWatch];

/** What every role shares of the files that drones took. */
@Module({
  imports: [MediaModule, TasksCoreModule],
  providers: shared,
  exports: [MediaModule, TasksCoreModule, ...shared],
})
export class PicturesCoreModule {}
