import { Module } from '@nestjs/common';
import { AuthModule } from '../auth/auth.module.js';
import { DivisionsModule } from '../divisions/divisions.module.js';
import { PictureBytesController } from './picture-bytes.controller.js';
import { PictureAddresses } from './picture.addresses.js';
import { PicturesController } from './pictures.controller.js';
import { PicturesCoreModule } from './pictures-core.module.js';
import { PicturesService } from './pictures.service.js';

/** Photos and videos, for the api role. */
@Module({
  imports: [AuthModule, DivisionsModule, PicturesCoreModule],
  controllers: [PictureBytesController, PicturesController],
  providers: [PictureAddresses, PicturesService],
  exports: [PicturesCoreModule, PicturesService],
})
export class PicturesModule {}
