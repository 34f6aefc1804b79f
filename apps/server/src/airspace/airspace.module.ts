import { Module } from '@nestjs/common';
import { DivisionsModule } from '../divisions/divisions.module.js';
import { AirspaceAreaStore } from './airspace-area.store.js';
import { AirspaceAreasController } from './airspace-areas.controller.js';
import { AirspaceImport } from './airspace.import.js';
import { AirspaceService } from './airspace.service.js';

/** Airspace areas and elevation models, for the api role. */
@Module({
  imports: [DivisionsModule],
  controllers: [AirspaceAreasController],
  providers: [AirspaceAreaStore, AirspaceImport, AirspaceService],
  exports: [AirspaceService],
})
export class AirspaceModule {}
