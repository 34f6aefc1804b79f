import { type Readable } from 'node:stream';
import { Body, Controller, Get, Headers, Param, Patch, Post, Query, Req, Res } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiHeader, ApiTags } from '@nestjs/swagger';
import { type Response } from 'express';
import { z } from 'zod';
import {
  AirspaceAreaChange,
  AirspaceAreaImportQuery,
  AirspaceAreaPage,
  AirspaceAreaQuery,
  AirspaceAreaView,
  ImportReport,
  NewAirspaceArea,
} from '#contracts';
import { type Actor } from '../auth/actor.js';
import { CurrentActor, Needs } from '../auth/auth.decorators.js';
import { bodyBytes } from '../common/body.bytes.js';
import { Returns } from '../common/returns.decorator.js';
import { versionOf, versionTag } from '../points/catalogue.version.js';
import { AIRSPACE_FILE_BYTES, AirspaceImport, fileTooLarge } from './airspace.import.js';
import { AirspaceService } from './airspace.service.js';

const FILE_TYPES = ['application/geo+json', 'application/vnd.google-earth.kml+xml', 'application/octet-stream'];

/** Areas that flights keep out of 禁飞区、临时管制区、注意区. They are retired, never deleted: checks name them. */
@ApiTags('airspace')
@Needs('routes.read')
@Controller('airspace-areas')
export class AirspaceAreasController {
  constructor(
    private readonly airspace: AirspaceService,
    private readonly intake: AirspaceImport,
  ) {}

  @Get()
  @Returns(AirspaceAreaPage)
  list(@Query({ schema: AirspaceAreaQuery }) query: AirspaceAreaQuery) {
    return this.airspace.list(query);
  }

  @Post()
  @Needs('airspace.manage')
  @Returns(AirspaceAreaView, 201)
  async create(
    @Body({ schema: NewAirspaceArea }) request: NewAirspaceArea,
    @CurrentActor() actor: Actor,
    @Res({ passthrough: true }) response: Response,
  ) {
    return tagged(response, await this.airspace.create(request, actor));
  }

  /**
   * Takes the polygons of a GeoJSON or KML file (WGS84), and points with a `radius` in metres as circles. `kind`, `floor`,
   * `ceiling`, `from`, `to` and `reason` may stand beside each; what is wrong is told for each of them.
   */
  @Post('import')
  @Needs('airspace.manage')
  @ApiConsumes(...FILE_TYPES)
  @ApiBody({ schema: { type: 'string', format: 'binary' } })
  @Returns(ImportReport)
  async import(
    @Query({ schema: AirspaceAreaImportQuery }) query: AirspaceAreaImportQuery,
    @CurrentActor() actor: Actor,
    @Req() request: Readable,
  ) {
    return this.intake.import(await bodyBytes(request, AIRSPACE_FILE_BYTES, fileTooLarge), query, actor);
  }

  @Get(':id')
  @Returns(AirspaceAreaView)
  async get(@Param('id', { schema: z.uuid() }) id: string, @Res({ passthrough: true }) response: Response) {
    return tagged(response, await this.airspace.get(id));
  }

  /** Changes an area; `state` retires it or brings it back. The version that was read goes into `If-Match` or `version`. */
  @Patch(':id')
  @Needs('airspace.manage')
  @ApiHeader({ name: 'If-Match', required: false, description: 'The ETag that was read, such as "3".' })
  @Returns(AirspaceAreaView)
  async change(
    @Param('id', { schema: z.uuid() }) id: string,
    @Body({ schema: AirspaceAreaChange }) request: AirspaceAreaChange,
    @Headers('if-match') ifMatch: string | undefined,
    @CurrentActor() actor: Actor,
    @Res({ passthrough: true }) response: Response,
  ) {
    const area = await this.airspace.change(id, request, versionOf(ifMatch, request.version), actor);
    return tagged(response, area);
  }
}

/** Sends the version along as the entity tag; whether it is valid changes with time, so caches must not answer for it. */
function tagged(response: Response, area: AirspaceAreaView): AirspaceAreaView {
  response.set({ etag: versionTag(area.version), 'cache-control': 'no-store' });
  return area;
}
