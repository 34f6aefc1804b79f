import { type Readable } from 'node:stream';
import { Body, Controller, Get, Headers, Param, Patch, Post, Query, Req, Res } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiHeader, ApiProduces, ApiResponse, ApiTags } from '@nestjs/swagger';
import { type Response } from 'express';
import { z } from 'zod';
import {
  ScenarioChange,
  ScenarioPage,
  ScenarioQuery,
  ScenarioView,
  ImportQuery,
  ImportReport,
  NewScenario,
} from '#contracts';
import { type Actor } from '../auth/actor.js';
import { CurrentActor, Needs } from '../auth/auth.decorators.js';
import { Returns } from '../common/returns.decorator.js';
import { readUpload, UPLOAD_TYPES, XLSX_TYPE } from '../sheets/sheet.body.js';
import { versionOf, versionTag } from '../points/catalogue.version.js';
import { ScenarioExport } from './scenario.export.js';
import { ScenarioImport } from './scenario.import.js';
import { ScenariosService } from './scenarios.service.js';

const ExportQuery = ScenarioQuery.omit({ limit: true, cursor: true });

/** Scenarios 应用场景. They are retired, never deleted: tasks and spots name them. */
@ApiTags('scenarios')
@Needs('points.read')
@Controller('scenarios')
export class ScenariosController {
  constructor(
    private readonly scenarios: ScenariosService,
    private readonly sheets: ScenarioExport,
    private readonly intake: ScenarioImport,
  ) {}

  @Get()
  @Returns(ScenarioPage)
  list(@Query({ schema: ScenarioQuery }) query: ScenarioQuery, @CurrentActor() actor: Actor) {
    return this.scenarios.list(query, actor);
  }

  /** The scenarios of a query as a spreadsheet that can be changed and imported again. */
  @Get('export.xlsx')
  @ApiProduces(XLSX_TYPE)
  @ApiResponse({ status: 200, description: 'An .xlsx file.' })
  async export(
    @Query({ schema: ExportQuery }) query: z.infer<typeof ExportQuery>,
    @CurrentActor() actor: Actor,
    @Res() response: Response,
  ): Promise<void> {
    const bytes = await this.sheets.export(query, actor);
    response.type(XLSX_TYPE).attachment('scenarios.xlsx').set('cache-control', 'no-store').send(Buffer.from(bytes));
  }

  /** An empty spreadsheet with headings, lists of choices and explanations. */
  @Get('template.xlsx')
  @ApiProduces(XLSX_TYPE)
  @ApiResponse({ status: 200, description: 'An .xlsx file.' })
  template(@Res() response: Response): void {
    const bytes = this.sheets.template();
    response.type(XLSX_TYPE).attachment('scenarios-template.xlsx').send(Buffer.from(bytes));
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
  @Returns(ScenarioView, 201)
  async create(
    @Body({ schema: NewScenario }) request: NewScenario,
    @CurrentActor() actor: Actor,
    @Res({ passthrough: true }) response: Response,
  ) {
    return tagged(response, await this.scenarios.create(request, actor));
  }

  @Get(':id')
  @Returns(ScenarioView)
  async get(
    @Param('id', { schema: z.uuid() }) id: string,
    @CurrentActor() actor: Actor,
    @Res({ passthrough: true }) response: Response,
  ) {
    return tagged(response, await this.scenarios.get(id, actor));
  }

  /** Changes a scenario; `state` retires it or brings it back. The version that was read goes into `If-Match` or `version`. */
  @Patch(':id')
  @Needs('points.manage')
  @ApiHeader({ name: 'If-Match', required: false, description: 'The ETag that was read, such as "3".' })
  @Returns(ScenarioView)
  async change(
    @Param('id', { schema: z.uuid() }) id: string,
    @Body({ schema: ScenarioChange }) request: ScenarioChange,
    @Headers('if-match') ifMatch: string | undefined,
    @CurrentActor() actor: Actor,
    @Res({ passthrough: true }) response: Response,
  ) {
    const scenario = await this.scenarios.change(id, request, versionOf(ifMatch, request.version), actor);
    return tagged(response, scenario);
  }
}

/** Sends the version along as the entity tag; caches must not answer for it, for names of divisions can change without it. */
function tagged(response: Response, scenario: ScenarioView): ScenarioView {
  response.set({ etag: versionTag(scenario.version), 'cache-control': 'no-store' });
  return scenario;
}
