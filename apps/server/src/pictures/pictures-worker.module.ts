import { BullModule } from '@nestjs/bullmq';
import { Module } from '@nestjs/common';
import { FeaturePointStore } from '../points/feature-point.store.js';
import { FlownPictures } from './flown.pictures.js';
import { MediaProcessor } from './media.processor.js';
import { PictureIngest } from './picture.ingest.js';
import { PicturesCoreModule } from './pictures-core.module.js';
import { TaskMediaCounter } from './task-media.counter.js';

/** Reading and counting what drones took, for the worker role. */
@Module({
  imports: [BullModule.registerQueue({ name: 'media' }), PicturesCoreModule],
  providers: [FeaturePointStore, FlownPictures, MediaProcessor, PictureIngest, TaskMediaCounter],
  exports: [MediaProcessor],
})
export class PicturesWorkerModule {}
