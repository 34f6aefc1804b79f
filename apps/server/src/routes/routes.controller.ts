import { Body, Controller, Delete, Get, Headers, Param, Patch, Post, Put, Query, Res } from '@nestjs/common';
import { ApiHeader, ApiProduces, ApiResponse, ApiTags } from '@nestjs/swagger';
import { type Response } from 'express';
import { z } from 'zod';
import {
  NewRoute,
  RouteApprovalResults,
  RouteApprovals,
  RouteChange,
  RouteDifferenceQuery,
  RouteDifferenceView,
  RoutePage,
  RouteQuery,
  RouteView,
} from '#contracts';
import { type Actor } from '../auth/actor.js';
import { CurrentActor, Needs } from '../auth/auth.decorators.js';
import { Returns, ReturnsNothing } from '../common/returns.decorator.js';
import { versionOf, versionTag } from '../points/catalogue.version.js';
import { RouteApprovalsService } from './route-approvals.service.js';
import { RouteVersionsService } from './route-versions.service.js';
import { RoutesService } from './routes.service.js';

/** Routes 航线. They are retired, never deleted: flights name them. */
@ApiTags('routes')
@Needs('routes.read')
@Controller('routes')
export class RoutesController {
  constructor(
    private readonly routes: RoutesService,
    private readonly versions: RouteVersionsService,
    private readonly approvals: RouteApprovalsService,
  ) {}

  @Get()
  @Returns(RoutePage)
  list(@Query({ schema: RouteQuery }) query: RouteQuery, @CurrentActor() actor: Actor) {
    return this.routes.list(query, actor);
  }

  @Post()
  @Needs('routes.manage')
  @Returns(RouteView, 201)
  async create(
    @Body({ schema: NewRoute }) request: NewRoute,
    @CurrentActor() actor: Actor,
    @Res({ passthrough: true }) response: Response,
  ) {
    return tagged(response, await this.routes.create(request, actor));
  }

  /** Approves the newest checked version of each of these routes; each is answered for itself. */
  @Post('approvals')
  @Needs('routes.approve')
  @Returns(RouteApprovalResults)
  approveAll(@Body({ schema: RouteApprovals }) request: z.infer<typeof RouteApprovals>, @CurrentActor() actor: Actor) {
    return this.approvals.approveAll(request, actor);
  }

  @Get(':id')
  @Returns(RouteView)
  async get(
    @Param('id', { schema: z.uuid() }) id: string,
    @CurrentActor() actor: Actor,
    @Res({ passthrough: true }) response: Response,
  ) {
    return tagged(response, await this.routes.get(id, actor));
  }

  /** Changes a route; `state` retires it or brings it back. The version that was read goes into `If-Match` or `version`. */
  @Patch(':id')
  @Needs('routes.manage')
  @ApiHeader({ name: 'If-Match', required: false, description: 'The ETag that was read, such as "3".' })
  @Returns(RouteView)
  async change(
    @Param('id', { schema: z.uuid() }) id: string,
    @Body({ schema: RouteChange }) request: RouteChange,
    @Headers('if-match') ifMatch: string | undefined,
    @CurrentActor() actor: Actor,
    @Res({ passthrough: true }) response: Response,
  ) {
    const route = await this.routes.change(id, request, versionOf(ifMatch, request.version), actor);
    return tagged(response, route);
  }

  /** What differs between two versions. */
  @Get(':id/difference')
  @Returns(RouteDifferenceView)
  difference(
    @Param('id', { schema: z.uuid() }) id: string,
    @Query({ schema: RouteDifferenceQuery }) query: RouteDifferenceQuery,
    @CurrentActor() actor: Actor,
  ) {
    return this.versions.difference(id, query, actor);
  }

  /** A small picture of the line of the approved version, else of the newest. */
  @Get(':id/thumbnail.svg')
  @ApiProduces('image/svg+xml')
  @ApiResponse({ status: 200, description: 'SVG.' })
  async thumbnail(
    @Param('id', { schema: z.uuid() }) id: string,
    @CurrentActor() actor: Actor,
    @Res() response: Response,
  ): Promise<void> {
    const svg = await this.versions.thumbnail(id, actor);
    response.set({ 'content-type': 'image/svg+xml', 'cache-control': 'private, no-cache' }).send(svg);
  }

  /** Marks the route as one of the caller's favourites. */
  @Put(':id/favourite')
  @ReturnsNothing()
  favour(@Param('id', { schema: z.uuid() }) id: string, @CurrentActor() actor: Actor) {
    return this.routes.setFavourite(id, true, actor);
  }

  @Delete(':id/favourite')
  @ReturnsNothing()
  unfavour(@Param('id', { schema: z.uuid() }) id: string, @CurrentActor() actor: Actor) {
    return this.routes.setFavourite(id, false, actor);
  }
}

/** Sends the version along as the entity tag; caches must not answer for it, for names beside the row can change. */
function tagged(response: Response, route: RouteView): RouteView {
  response.set({ etag: versionTag(route.version), 'cache-control': 'no-store' });
  return route;
}
