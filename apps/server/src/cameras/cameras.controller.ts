import { type Readable } from 'node:stream';
import { Body, Controller, Get, Headers, Param, Patch, Post, Query, Req, Res } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiHeader, ApiProduces, ApiResponse, ApiTags } from '@nestjs/swagger';
import { type Response } from 'express';
import { z } from 'zod';
import { CameraChange, CameraPage, CameraQuery, CameraView, ImportQuery, ImportReport, NewCamera } from '#contracts';
import { type Actor } from '../auth/actor.js';
import { CurrentActor, Needs } from '../auth/auth.decorators.js';
import { Returns } from '../common/returns.decorator.js';
import { versionOf, versionTag } from '../points/catalogue.version.js';
import { readUpload, UPLOAD_TYPES, XLSX_TYPE } from '../sheets/sheet.body.js';
import { CameraExport } from './camera.export.js';
import { CameraImport } from './camera.import.js';
import { CamerasService } from './cameras.service.js';

const ExportQuery = CameraQuery.omit({ limit: true, cursor: true });

/** The catalogue of cameras 摄像头. They are retired, never deleted: records name them. */
@ApiTags('cameras')
@Needs('cameras.read')
@Controller('cameras')
export class CamerasController {
  constructor(
    private readonly cameras: CamerasService,
    private readonly sheets: CameraExport,
    private readonly intake: CameraImport,
  ) {}

  @Get()
  @Returns(CameraPage)
  list(@Query({ schema: CameraQuery }) query: CameraQuery, @CurrentActor() actor: Actor) {
    return this.cameras.list(query, actor);
  }

  /** The cameras of a query as a spreadsheet that can be changed and imported again. Passwords are never in it. */
  @Get('export.xlsx')
  @Needs('cameras.manage')
  @ApiProduces(XLSX_TYPE)
  @ApiResponse({ status: 200, description: 'An .xlsx file.' })
  async export(
    @Query({ schema: ExportQuery }) query: z.infer<typeof ExportQuery>,
    @CurrentActor() actor: Actor,
    @Res() response: Response,
  ): Promise<void> {
    const bytes = await this.sheets.export(query, actor);
    response.type(XLSX_TYPE).attachment('cameras.xlsx').set('cache-control', 'no-store').send(Buffer.from(bytes));
  }

  /** An empty spreadsheet with headings, lists of choices and explanations. */
  @Get('template.xlsx')
  @ApiProduces(XLSX_TYPE)
  @ApiResponse({ status: 200, description: 'An .xlsx file.' })
  template(@Res() response: Response): void {
    response.type(XLSX_TYPE).attachment('cameras-template.xlsx').send(Buffer.from(this.sheets.template()));
  }

  /** The cameras of a query as the answer of a platform to a catalogue query (GB/T 28181, `CmdType` Catalog), in GB 18030 or UTF-8. */
  @Get('catalogue.xml')
  @Needs('cameras.manage')
  @ApiProduces('application/xml')
  @ApiResponse({ status: 200, description: 'A GB/T 28181 catalogue.' })
  async catalogue(
    @Query({ schema: ExportQuery }) query: z.infer<typeof ExportQuery>,
    @CurrentActor() actor: Actor,
    @Res() response: Response,
  ): Promise<void> {
    const xml = await this.sheets.catalogue(query, actor);
    response.type('application/xml').attachment('cameras.xml').set('cache-control', 'no-store').send(Buffer.from(xml));
  }

  /** Takes a spreadsheet (.xlsx or CSV) or a GB/T 28181 catalogue (XML) as the body; what is wrong is told row by row. */
  @Post('import')
  @Needs('cameras.manage')
  @ApiConsumes(...UPLOAD_TYPES, 'application/xml')
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
  @Needs('cameras.manage')
  @Returns(CameraView, 201)
  async create(
    @Body({ schema: NewCamera }) request: NewCamera,
    @CurrentActor() actor: Actor,
    @Res({ passthrough: true }) response: Response,
  ) {
    return tagged(response, await this.cameras.create(request, actor));
  }

  @Get(':id')
  @Returns(CameraView)
  async get(
    @Param('id', { schema: z.uuid() }) id: string,
    @CurrentActor() actor: Actor,
    @Res({ passthrough: true }) response: Response,
  ) {
    return tagged(response, await this.cameras.get(id, actor));
  }

  /** Changes a camera; `state` retires it or brings it back. The version that was read goes into `If-Match` or `version`. */
  @Patch(':id')
  @Needs('cameras.manage')
  @ApiHeader({ name: 'If-Match', required: false, description: 'The ETag that was read, such as "3".' })
  @Returns(CameraView)
  async change(
    @Param('id', { schema: z.uuid() }) id: string,
    @Body({ schema: CameraChange }) request: CameraChange,
    @Headers('if-match') ifMatch: string | undefined,
    @CurrentActor() actor: Actor,
    @Res({ passthrough: true }) response: Response,
  ) {
    return tagged(response, await this.cameras.change(id, request, versionOf(ifMatch, request.version), actor));
  }
}

/** Sends the version along as the entity tag; caches must not answer for it, for names of divisions can change without it. */
function tagged(response: Response, camera: CameraView): CameraView {
  response.set({ etag: versionTag(camera.version), 'cache-control': 'no-store' });
  return camera;
}
