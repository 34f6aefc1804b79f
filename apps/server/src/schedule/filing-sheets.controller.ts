import { Controller, Get, Param, Query, Res } from '@nestjs/common';
import { ApiProduces, ApiResponse, ApiTags } from '@nestjs/swagger';
import { type Response } from 'express';
import { z } from 'zod';
import { LocalDay } from '#contracts';
import { type Actor } from '../auth/actor.js';
import { CurrentActor, Needs } from '../auth/auth.decorators.js';
import { XLSX_TYPE } from '../sheets/sheet.body.js';
import { FilingSheets } from './filing-sheet.service.js';

const SheetQuery = z.object({ division: z.string().max(20).optional() });
type SheetQuery = z.infer<typeof SheetQuery>;

/** The flight plans of one day, as the authority gets them. */
@ApiTags('schedule')
@Needs('tasks.read')
@Controller('filing-sheets')
export class FilingSheetsController {
  constructor(private readonly sheets: FilingSheets) {}

  @Get(':day.xlsx')
  @ApiProduces(XLSX_TYPE)
  @ApiResponse({ status: 200, description: 'An .xlsx file.' })
  async xlsx(
    @Param('day', { schema: LocalDay }) day: LocalDay,
    @Query({ schema: SheetQuery }) { division }: SheetQuery,
    @CurrentActor() actor: Actor,
    @Res() response: Response,
  ): Promise<void> {
    const bytes = await this.sheets.xlsx(day, division, actor);
    response
      .type(XLSX_TYPE)
      .attachment(`flight-plans-${day}.xlsx`)
      .set('cache-control', 'no-store')
      .send(Buffer.from(bytes));
  }

  @Get(':day.pdf')
  @ApiProduces('application/pdf')
  @ApiResponse({ status: 200, description: 'A PDF document on A4, landscape.' })
  async pdf(
    @Param('day', { schema: LocalDay }) day: LocalDay,
    @Query({ schema: SheetQuery }) { division }: SheetQuery,
    @CurrentActor() actor: Actor,
    @Res() response: Response,
  ): Promise<void> {
    const bytes = await this.sheets.pdf(day, division, actor);
    response
      .type('application/pdf')
      .attachment(`flight-plans-${day}.pdf`)
      .set('cache-control', 'no-store')
      .send(Buffer.from(bytes));
  }
}
