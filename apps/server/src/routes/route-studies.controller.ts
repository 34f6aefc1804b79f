import { type Readable } from 'node:stream';
import { Controller, Get, HttpCode, Post, Query, Req, Res } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiProduces, ApiResponse, ApiTags } from '@nestjs/swagger';
import { type Response } from 'express';
import { z } from 'zod';
import {
  RouteCheckContextQuery,
  RouteCheckContextView,
  RouteCheckQuery,
  RouteCheckView,
  RouteCoverageView,
  RouteCrossingPage,
  RouteQuery,
} from '#contracts';
import { type Actor } from '../auth/actor.js';
import { CurrentActor, Needs } from '../auth/auth.decorators.js';
import { bodyBytes } from '../common/body.bytes.js';
import { Returns } from '../common/returns.decorator.js';
import { RouteCheckService } from './route-check.service.js';
import { RouteCoverage } from './route.coverage.js';
import { RouteCrossings } from './route.crossings.js';
import { RouteExport } from './route.export.js';
import { GEOJSON_TYPE, ROUTE_FILE_LIMITS, ROUTE_UPLOAD_TYPES, tooLarge } from './route.limits.js';

const ExportQuery = RouteQuery.omit({ limit: true, cursor: true });
const CoverageQuery = z.object({ division: z.string().max(20).optional() });

/** What is asked of files and of all routes together. */
@ApiTags('routes')
@Needs('routes.read')
@Controller('routes')
export class RouteStudiesController {
  constructor(
    private readonly checks: RouteCheckService,
    private readonly coverage: RouteCoverage,
    private readonly near: RouteCrossings,
    private readonly files: RouteExport,
  ) {}

  /** Checks a file, sent as the body of the request; nothing is saved. */
  @Post('check')
  @HttpCode(200)
  @ApiConsumes(...ROUTE_UPLOAD_TYPES)
  @ApiBody({ schema: { type: 'string', format: 'binary' } })
  @Returns(RouteCheckView)
  async check(
    @Query({ schema: RouteCheckQuery }) query: RouteCheckQuery,
    @CurrentActor() actor: Actor,
    @Req() request: Readable,
  ) {
    return this.checks.check(await bodyBytes(request, ROUTE_FILE_LIMITS.fileBytes, tooLarge), query, actor);
  }

  /** Everything that a page needs to check a route as the server does. */
  @Get('check-context')
  @Returns(RouteCheckContextView)
  context(
    @Query({ schema: RouteCheckContextQuery }) query: z.infer<typeof RouteCheckContextQuery>,
    @CurrentActor() actor: Actor,
  ) {
    return this.checks.context(query, actor);
  }

  /** Which villages and feature points the approved routes see. */
  @Get('coverage')
  @Returns(RouteCoverageView)
  seen(@Query({ schema: CoverageQuery }) query: z.infer<typeof CoverageQuery>, @CurrentActor() actor: Actor) {
    return this.coverage.of(query.division, actor);
  }

  /** Where approved routes of different docks come close when they take off together. */
  @Get('crossings')
  @Returns(RouteCrossingPage)
  crossings(@CurrentActor() actor: Actor) {
    return this.near.list(actor);
  }

  /** The KMZ files of a query with their hashes; of each route the approved version, else the newest. */
  @Get('export.zip')
  @ApiProduces('application/zip')
  @ApiResponse({ status: 200, description: 'A ZIP archive.' })
  async zip(
    @Query({ schema: ExportQuery }) query: z.infer<typeof ExportQuery>,
    @CurrentActor() actor: Actor,
    @Res() response: Response,
  ): Promise<void> {
    const bytes = await this.files.zip(query, actor);
    response.type('application/zip').attachment('routes.zip').set('cache-control', 'no-store').send(Buffer.from(bytes));
  }

  /** The lines of the routes of a query as GeoJSON (RFC 7946, WGS84). */
  @Get('export.geojson')
  @ApiProduces(GEOJSON_TYPE)
  @ApiResponse({ status: 200, description: 'A FeatureCollection.' })
  async geojson(
    @Query({ schema: ExportQuery }) query: z.infer<typeof ExportQuery>,
    @CurrentActor() actor: Actor,
    @Res() response: Response,
  ): Promise<void> {
    const features = await this.files.geojson(query, actor);
    response
      .attachment('routes.geojson')
      .set({ 'content-type': GEOJSON_TYPE, 'cache-control': 'no-store' })
      .send(JSON.stringify(features));
  }
}
