import { Module } from '@nestjs/common';
import { DivisionsModule } from '../divisions/divisions.module.js';
import { AirspaceAreaStore } from './airspace-area.store.js';
import { AirspaceService } from './airspace.service.js';
import { ElevationModelStore } from './elevation-model.store.js';
import { TerrainService } from './terrain.service.js';

const shared = [AirspaceAreaStore, AirspaceService, ElevationModelStore, TerrainService];

/** What checks of flights ask of airspace and ground, for the api role and the worker role; it answers nobody by itself. */
@Module({ imports: [DivisionsModule], providers: shared, exports: [DivisionsModule, ...shared] })
export class AirspaceCoreModule {}
