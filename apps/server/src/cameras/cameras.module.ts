import { Module } from '@nestjs/common';
import { AuthModule } from '../auth/auth.module.js';
import { DivisionsModule } from '../divisions/divisions.module.js';
import { CameraCredentials } from './camera.credentials.js';
import { CameraExport } from './camera.export.js';
import { CameraImport } from './camera.import.js';
import { CameraStore } from './camera.store.js';
import { CamerasController } from './cameras.controller.js';
import { CamerasService } from './cameras.service.js';

/** The catalogue of cameras, for the api role. */
@Module({
  imports: [AuthModule, DivisionsModule],
  controllers: [CamerasController],
  providers: [CameraCredentials, CameraExport, CameraImport, CameraStore, CamerasService],
})
export class CamerasModule {}
