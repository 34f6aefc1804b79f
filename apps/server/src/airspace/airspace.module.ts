import { Module } from '@nestjs/common';
import { AirspaceAreasController } from './airspace-areas.controller.js';
import { AirspaceCoreModule } from './airspace-core.module.js';
import { AirspaceImport } from './airspace.import.js';
import { ElevationModelsController } from './elevation-models.controller.js';
import { ElevationModelsService } from './elevation-models.service.js';
import { ElevationReader } from './elevation.reader.js';

/** Airspace areas and elevation models, for the api role. */
@Module({
  imports: [AirspaceCoreModule],
  controllers: [AirspaceAreasController, ElevationModelsController],
  providers: [AirspaceImport, ElevationModelsService, ElevationReader],
})
export class AirspaceModule {}
