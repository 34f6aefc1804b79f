import { Module } from '@nestjs/common';
import { DivisionsModule } from '../divisions/divisions.module.js';
import { FeaturePointExport } from './feature-point.export.js';
import { FeaturePointImport } from './feature-point.import.js';
import { FeaturePointStore } from './feature-point.store.js';
import { FeaturePointsController } from './feature-points.controller.js';
import { FeaturePointsService } from './feature-points.service.js';

/** Feature points, for the api role. */
@Module({
  imports: [DivisionsModule],
  controllers: [FeaturePointsController],
  providers: [FeaturePointExport, FeaturePointImport, FeaturePointStore, FeaturePointsService],
  exports: [FeaturePointStore],
})
export class PointsModule {}
