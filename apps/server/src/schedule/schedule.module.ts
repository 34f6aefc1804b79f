import { Module } from '@nestjs/common';
import { PlansModule } from '../plans/plans.module.js';
import { FilingSheets } from './filing-sheet.service.js';
import { FilingSheetStore } from './filing-sheet.store.js';
import { FilingSheetsController } from './filing-sheets.controller.js';
import { ScheduleController } from './schedule.controller.js';
import { ScheduleService } from './schedule.service.js';
import { ScheduleStore } from './schedule.store.js';
import { TaskMoves } from './task-moves.service.js';

/** Days as a chart and on paper, for the api role. */
@Module({
  imports: [PlansModule],
  controllers: [FilingSheetsController, ScheduleController],
  providers: [FilingSheets, FilingSheetStore, ScheduleService, ScheduleStore, TaskMoves],
})
export class ScheduleModule {}
