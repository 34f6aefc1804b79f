import { Injectable } from '@nestjs/common';
import { type Actor } from '../auth/actor.js';
import { DivisionsService } from '../divisions/divisions.service.js';
import { notesSheet } from '../sheets/sheet.notes.js';
import { writeXlsx } from '../sheets/xlsx.write.js';
import { SCENARIO_SHEETS, scenarioSheets } from './scenario.sheet.js';
import { type ScenarioFilter, ScenarioStore } from './scenario.store.js';

/** Scenarios as .xlsx files. */
@Injectable()
export class ScenarioExport {
  constructor(
    private readonly store: ScenarioStore,
    private readonly divisions: DivisionsService,
  ) {}

  /** The scenarios of a query that concern the scope, with their kinds of spots and their targets in it. */
  async export(query: ScenarioFilter, actor: Actor): Promise<Uint8Array> {
    const scenarios = await this.store.all(this.divisions.pathWithin(actor.scope, query.division), query);
    return writeXlsx([...scenarioSheets(scenarios), notesSheet(SCENARIO_SHEETS)]);
  }

  /** The sheets without rows, and the explanations. */
  template(): Uint8Array {
    return writeXlsx([...scenarioSheets([]), notesSheet(SCENARIO_SHEETS)]);
  }
}
