import { type Readable } from 'node:stream';
import { Body, Controller, Get, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiProduces, ApiResponse, ApiTags } from '@nestjs/swagger';
import { type Response } from 'express';
import { z } from 'zod';
import { NewRouteVersionQuery, RouteDecision, RouteVersionPage, RouteVersionView } from '#contracts';
import { type Actor } from '../auth/actor.js';
import { CurrentActor, Needs } from '../auth/auth.decorators.js';
import { bodyBytes } from '../common/body.bytes.js';
import { Returns } from '../common/returns.decorator.js';
import { RouteApprovalsService } from './route-approvals.service.js';
import { GEOJSON_TYPE, KMZ_TYPE, ROUTE_FILE_LIMITS, ROUTE_UPLOAD_TYPES, tooLarge } from './route.limits.js';
import { RouteVersionsService } from './route-versions.service.js';

const Id = z.uuid();
const Number = z.coerce.number().int().min(1).max(2_147_483_647);

/** The versions of a route's file. A file is the body of the request, told by its content: KMZ, WPML, KML, GPX, GeoJSON, plan. */
@ApiTags('routes')
@Needs('routes.read')
@Controller('routes/:id/versions')
export class RouteVersionsController {
  constructor(
    private readonly versions: RouteVersionsService,
    private readonly approvals: RouteApprovalsService,
  ) {}

  @Get()
  @Returns(RouteVersionPage)
  list(@Param('id', { schema: Id }) id: string, @CurrentActor() actor: Actor) {
    return this.versions.list(id, actor);
  }

  /** Saves a file as the newest version; with `as` checked one that breaks a rule is refused with every rule named. */
  @Post()
  @Needs('routes.manage')
  @ApiConsumes(...ROUTE_UPLOAD_TYPES)
  @ApiBody({ schema: { type: 'string', format: 'binary' } })
  @Returns(RouteVersionView, 201)
  async save(
    @Param('id', { schema: Id }) id: string,
    @Query({ schema: NewRouteVersionQuery }) query: NewRouteVersionQuery,
    @CurrentActor() actor: Actor,
    @Req() request: Readable,
  ) {
    const bytes = await bodyBytes(request, ROUTE_FILE_LIMITS.fileBytes, tooLarge);
    return this.versions.save(id, bytes, query, actor);
  }

  @Get(':number')
  @Returns(RouteVersionView)
  get(
    @Param('id', { schema: Id }) id: string,
    @Param('number', { schema: Number }) number: number,
    @CurrentActor() actor: Actor,
  ) {
    return this.versions.get(id, number, actor);
  }

  /** The KMZ, byte for byte; its entity tag is the MD5 that a dock calls the fingerprint. */
  @Get(':number/route.kmz')
  @ApiProduces(KMZ_TYPE)
  @ApiResponse({ status: 200, description: 'The KMZ.' })
  async kmz(
    @Param('id', { schema: Id }) id: string,
    @Param('number', { schema: Number }) number: number,
    @CurrentActor() actor: Actor,
    @Res() response: Response,
  ): Promise<void> {
    const { name, bytes, md5 } = await this.versions.kmz(id, number, actor);
    response
      .type(KMZ_TYPE)
      .attachment(name)
      .set({ etag: `"${md5}"`, 'cache-control': 'private, no-cache' })
      .send(bytes);
  }

  /** The lines of the version as GeoJSON (RFC 7946, WGS84). */
  @Get(':number/route.geojson')
  @ApiProduces(GEOJSON_TYPE)
  @ApiResponse({ status: 200, description: 'A FeatureCollection.' })
  async geojson(
    @Param('id', { schema: Id }) id: string,
    @Param('number', { schema: Number }) number: number,
    @CurrentActor() actor: Actor,
    @Res() response: Response,
  ): Promise<void> {
    const features = await this.versions.geojson(id, number, actor);
    response.set({ 'content-type': GEOJSON_TYPE, 'cache-control': 'no-store' }).send(JSON.stringify(features));
  }

  /** The file that the version was made from, as it came. */
  @Get(':number/source')
  @ApiProduces('application/octet-stream')
  @ApiResponse({ status: 200, description: 'The imported file.' })
  async source(
    @Param('id', { schema: Id }) id: string,
    @Param('number', { schema: Number }) number: number,
    @CurrentActor() actor: Actor,
    @Res() response: Response,
  ): Promise<void> {
    const { name, bytes } = await this.versions.source(id, number, actor);
    response.attachment(name).type('application/octet-stream').set('cache-control', 'no-store').send(bytes);
  }

  /** Checks the version again with what is known now; the report of an approved one is answered, not kept. */
  @Post(':number/check')
  @Needs('routes.manage')
  @Returns(RouteVersionView)
  check(
    @Param('id', { schema: Id }) id: string,
    @Param('number', { schema: Number }) number: number,
    @CurrentActor() actor: Actor,
  ) {
    return this.versions.recheck(id, number, actor);
  }

  /** Approves the version, after one more check. */
  @Post(':number/approve')
  @Needs('routes.approve')
  @Returns(RouteVersionView)
  approve(
    @Param('id', { schema: Id }) id: string,
    @Param('number', { schema: Number }) number: number,
    @Body({ schema: RouteDecision }) { note }: RouteDecision,
    @CurrentActor() actor: Actor,
  ) {
    return this.approvals.approve(id, number, note, actor);
  }
}
