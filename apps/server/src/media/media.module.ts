import { Module } from '@nestjs/common';
import { AuthModule } from '../auth/auth.module.js';
import { CONFIG } from '../config.js';
import { MediaCredentialsService } from './media.credentials.js';
import { MediaObjectsStore } from './media-objects.store.js';
import { MediaService } from './media.service.js';
import { openMediaStore } from './media.opening.js';
import { MediaStore } from './media.store.js';
import { S3Door } from './s3.door.js';
import { S3Operations } from './s3.operations.js';

/** The store of media and its door for devices, for the api role. */
@Module({
  imports: [AuthModule],
  providers: [
    { provide: MediaStore, useFactory: openMediaStore, inject: [CONFIG] },
    MediaCredentialsService,
    MediaObjectsStore,
    MediaService,
    S3Door,
    S3Operations,
  ],
  exports: [MediaCredentialsService, MediaService, S3Door],
})
export class MediaModule {}
