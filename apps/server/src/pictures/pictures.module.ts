import { Module } from '@nestjs/common';
import { AuthModule } from '../auth/auth.module.js';
import { DivisionsModule } from '../divisions/divisions.module.js';
import { PointsModule } from '../points/points.module.js';
import { LinkedPicturesController } from './linked-pictures.controller.js';
import { LinkedPicturesService } from './linked-pictures.service.js';
import { PictureBytesController } from './picture-bytes.controller.js';
import { PictureAddresses } from './picture.addresses.js';
import { PicturesController } from './pictures.controller.js';
import { PicturesCoreModule } from './pictures-core.module.js';
import { PicturesService } from './pictures.service.js';

/** Photos and videos, for the api role. */
@Module({
  imports: [AuthModule, DivisionsModule, PicturesCoreModule, PointsModule],
  controllers: [LinkedPicturesController, PictureBytesController, PicturesController],
  providers: [LinkedPicturesService, PictureAddresses, PicturesService],
  exports: [PicturesCoreModule, PicturesService],
})
export class PicturesModule {}
