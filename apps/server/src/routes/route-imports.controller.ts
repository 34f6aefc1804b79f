import { type Readable } from 'node:stream';
import { Body, Controller, Get, HttpCode, Param, Post, Put, Query, Req, Res } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiProduces, ApiResponse, ApiTags } from '@nestjs/swagger';
import { type Response } from 'express';
import { z } from 'zod';
import { NewRouteImport, RouteImportView } from '#contracts';
import { type Actor } from '../auth/actor.js';
import { CurrentActor, Needs } from '../auth/auth.decorators.js';
import { bodyBytes } from '../common/body.bytes.js';
import { Returns } from '../common/returns.decorator.js';
import { XLSX_TYPE } from '../sheets/sheet.body.js';
import { ROUTE_FILE_LIMITS, ROUTE_UPLOAD_TYPES, tooLarge } from './route.limits.js';
import { RouteImportsService } from './route-imports.service.js';

const FileQuery = z.object({ name: z.string().min(1).max(400) });

/** Bulk imports of route files: begin one, send the files one by one, start it, follow it. */
@ApiTags('routes')
@Needs('routes.read', 'routes.manage')
@Controller('routes/imports')
export class RouteImportsController {
  constructor(private readonly imports: RouteImportsService) {}

  @Post()
  @Returns(RouteImportView, 201)
  begin(@Body({ schema: NewRouteImport }) request: NewRouteImport, @CurrentActor() actor: Actor) {
    return this.imports.begin(request, actor);
  }

  /** Sends one file as the body of the request, or a .zip of files; the same file again changes nothing. */
  @Put(':id/files')
  @ApiConsumes(...ROUTE_UPLOAD_TYPES, 'application/zip')
  @ApiBody({ schema: { type: 'string', format: 'binary' } })
  @Returns(RouteImportView)
  async take(
    @Param('id', { schema: z.uuid() }) id: string,
    @Query({ schema: FileQuery }) { name }: z.infer<typeof FileQuery>,
    @CurrentActor() actor: Actor,
    @Req() request: Readable,
  ) {
    return this.imports.take(id, name, await bodyBytes(request, ROUTE_FILE_LIMITS.fileBytes, tooLarge), actor);
  }

  @Post(':id/start')
  @HttpCode(200)
  @Returns(RouteImportView)
  start(@Param('id', { schema: z.uuid() }) id: string, @CurrentActor() actor: Actor) {
    return this.imports.start(id, actor);
  }

  @Get(':id')
  @Returns(RouteImportView)
  get(@Param('id', { schema: z.uuid() }) id: string, @CurrentActor() actor: Actor) {
    return this.imports.get(id, actor);
  }

  /** What became of each file. */
  @Get(':id/result.xlsx')
  @ApiProduces(XLSX_TYPE)
  @ApiResponse({ status: 200, description: 'An .xlsx file.' })
  async result(
    @Param('id', { schema: z.uuid() }) id: string,
    @CurrentActor() actor: Actor,
    @Res() response: Response,
  ): Promise<void> {
    const bytes = await this.imports.result(id, actor);
    response.type(XLSX_TYPE).attachment('route-import.xlsx').set('cache-control', 'no-store').send(Buffer.from(bytes));
  }
}
