import { Module } from '@nestjs/common';
import { DivisionsModule } from '../divisions/divisions.module.js';
import { ScenarioExport } from './scenario.export.js';
import { ScenarioImport } from './scenario.import.js';
import { ScenarioStore } from './scenario.store.js';
import { ScenariosController } from './scenarios.controller.js';
import { ScenariosService } from './scenarios.service.js';

/** Scenarios, for the api role. */
@Module({
  imports: [DivisionsModule],
  controllers: [ScenariosController],
  providers: [ScenarioExport, ScenarioImport, ScenarioStore, ScenariosService],
  exports: [ScenarioStore],
})
export class ScenariosModule {}
