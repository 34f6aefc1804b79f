import { Injectable } from '@nestjs/common';
import { type Actor } from '../auth/actor.js';
import { DivisionsService } from '../divisions/divisions.service.js';
import { notesSheet } from '../sheets/sheet.notes.js';
import { writeXlsx } from '../sheets/xlsx.write.js';
import { POINT_SHEET, pointSheets, POSE_SHEET } from './feature-point.sheet.js';
import { type FeaturePointFilter, FeaturePointStore } from './feature-point.store.js';

/** Feature points as .xlsx files. */
@Injectable()
export class FeaturePointExport {
  constructor(
    private readonly store: FeaturePointStore,
    private readonly divisions: DivisionsService,
  ) {}

  /** The points of a query inside the scope, with their poses. */
  async export(query: FeaturePointFilter & { division?: string | undefined }, actor: Actor): Promise<Uint8Array> {
    const points = await this.store.all(this.divisions.pathWithin(actor.scope, query.division), query);
    return writeXlsx([...pointSheets(points), notesSheet([POINT_SHEET, POSE_SHEET])]);
  }

  /** The sheets without rows, and the explanations. */
  template(): Uint8Array {
    return writeXlsx([...pointSheets([]), notesSheet([POINT_SHEET, POSE_SHEET])]);
  }
}
