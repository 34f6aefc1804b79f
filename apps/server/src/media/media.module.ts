import { Module } from '@nestjs/common';
import { Secrets } from '../auth/secrets.js';
import { CONFIG } from '../config.js';
import { MediaCredentialsService } from './media.credentials.js';
import { MediaObjectsStore } from './media-objects.store.js';
import { MediaService } from './media.service.js';
import { openMediaStore } from './media.opening.js';
import { MediaStore } from './media.store.js';
import { S3Door } from './s3.door.js';
import { S3Operations } from './s3.operations.js';

/** The store of media, for every role, and its door for devices, which the api role opens. */
@Module({
  providers: [
    { provide: MediaStore, useFactory: openMediaStore, inject: [CONFIG] },
    MediaCredentialsService,
    MediaObjectsStore,
    MediaService,
    S3Door,
    S3Operations,
    Secrets,
  ],
  exports: [MediaCredentialsService, MediaService, S3Door],
})
export class MediaModule {}
