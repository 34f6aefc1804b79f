import { type Readable } from 'node:stream';
import { Body, Controller, Get, Headers, Param, Patch, Post, Query, Req, Res } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiHeader, ApiProduces, ApiResponse, ApiTags } from '@nestjs/swagger';
import { type Response } from 'express';
import { z } from 'zod';
import {
  FeaturePointChange,
  FeaturePointPage,
  FeaturePointQuery,
  FeaturePointView,
  ImportQuery,
  ImportReport,
  NewFeaturePoint,
} from '#contracts';
import { type Actor } from '../auth/actor.js';
import { CurrentActor, Needs } from '../auth/auth.decorators.js';
import { Returns } from '../common/returns.decorator.js';
import { readUpload, UPLOAD_TYPES, XLSX_TYPE } from '../sheets/sheet.body.js';
import { versionOf, versionTag } from './catalogue.version.js';
import { FeaturePointExport } from './feature-point.export.js';
import { FeaturePointImport } from './feature-point.import.js';
import { FeaturePointsService } from './feature-points.service.js';

const ExportQuery = FeaturePointQuery.omit({ limit: true, cursor: true });

/** Feature points 特色点位. They are retired, never deleted: pictures name them. */
@ApiTags('feature points')
@Needs('points.read')
@Controller('feature-points')
export class FeaturePointsController {
  constructor(
    private readonly points: FeaturePointsService,
    private readonly sheets: FeaturePointExport,
    private readonly intake: FeaturePointImport,
  ) {}

  @Get()
  @Returns(FeaturePointPage)
  list(@Query({ schema: FeaturePointQuery }) query: FeaturePointQuery, @CurrentActor() actor: Actor) {
    return this.points.list(query, actor);
  }

  /** The points of a query as a spreadsheet that can be changed and imported again. */
  @Get('export.xlsx')
  @ApiProduces(XLSX_TYPE)
  @ApiResponse({ status: 200, description: 'An .xlsx file.' })
  async export(
    @Query({ schema: ExportQuery }) query: z.infer<typeof ExportQuery>,
    @CurrentActor() actor: Actor,
    @Res() response: Response,
  ): Promise<void> {
    const bytes = await this.sheets.export(query, actor);
    response
      .type(XLSX_TYPE)
      .attachment('feature-points.xlsx')
      .set('cache-control', 'no-store')
      .send(Buffer.from(bytes));
  }

  /** An empty spreadsheet with headings, lists of choices and explanations. */
  @Get('template.xlsx')
  @ApiProduces(XLSX_TYPE)
  @ApiResponse({ status: 200, description: 'An .xlsx file.' })
  template(@Res() response: Response): void {
    const bytes = this.sheets.template();
    response.type(XLSX_TYPE).attachment('feature-points-template.xlsx').send(Buffer.from(bytes));
  }

  /** Takes a spreadsheet (.xlsx or CSV) as the body of the request; what is wrong is told row by row. */
  @Post('import')
  @Needs('points.manage')
  @ApiConsumes(...UPLOAD_TYPES)
  @ApiBody({ schema: { type: 'string', format: 'binary' } })
  @Returns(ImportReport)
  async import(
    @Query({ schema: ImportQuery }) query: ImportQuery,
    @CurrentActor() actor: Actor,
    @Req() request: Readable,
  ) {
    return this.intake.import(await readUpload(request), query, actor);
  }

  @Post()
  @Needs('points.manage')
  @Returns(FeaturePointView, 201)
  async create(
    @Body({ schema: NewFeaturePoint }) request: NewFeaturePoint,
    @CurrentActor() actor: Actor,
    @Res({ passthrough: true }) response: Response,
  ) {
    return tagged(response, await this.points.create(request, actor));
  }

  @Get(':id')
  @Returns(FeaturePointView)
  async get(
    @Param('id', { schema: z.uuid() }) id: string,
    @CurrentActor() actor: Actor,
    @Res({ passthrough: true }) response: Response,
  ) {
    return tagged(response, await this.points.get(id, actor));
  }

  /** Changes a point; `state` retires it or brings it back. The version that was read goes into `If-Match` or `version`. */
  @Patch(':id')
  @Needs('points.manage')
  @ApiHeader({ name: 'If-Match', required: false, description: 'The ETag that was read, such as "3".' })
  @Returns(FeaturePointView)
  async change(
    @Param('id', { schema: z.uuid() }) id: string,
    @Body({ schema: FeaturePointChange }) request: FeaturePointChange,
    @Headers('if-match') ifMatch: string | undefined,
    @CurrentActor() actor: Actor,
    @Res({ passthrough: true }) response: Response,
  ) {
    const point = await this.points.change(id, request, versionOf(ifMatch, request.version), actor);
    return tagged(response, point);
  }
}

/** Sends the version along as the entity tag; caches must not answer for it, for names of divisions can change without it. */
function tagged(response: Response, point: FeaturePointView): FeaturePointView {
  response.set({ etag: versionTag(point.version), 'cache-control': 'no-store' });
  return point;
}
