import { Controller, Get, Param, Query, Req, Res } from '@nestjs/common';
import { ApiProduces, ApiResponse, ApiTags } from '@nestjs/swagger';
import { type Request, type Response } from 'express';
import { z } from 'zod';
import { CountyView, PageQuery, SlowLivePointPage } from '#contracts';
import { type Actor } from '../auth/actor.js';
import { CurrentActor, Needs } from '../auth/auth.decorators.js';
import { Returns } from '../common/returns.decorator.js';
import { CountyService } from './county.service.js';

/** The county as the map draws it, for everybody who is signed in. */
@ApiTags('county')
@Controller()
@Needs()
export class CountyController {
  constructor(private readonly county: CountyService) {}

  @Get('county')
  @Returns(CountyView)
  view() {
    return this.county.view();
  }

  @Get('county/layers/:id')
  @ApiProduces('application/geo+json')
  @ApiResponse({ status: 200, description: 'A schematic layer as GeoJSON (WGS84).' })
  layer(
    @Param('id', { schema: z.string().max(40) }) id: string,
    @Req() request: Request,
    @Res() response: Response,
  ): void {
    const { plain, gzip, tag } = this.county.layer(id);
    // Only the address that names this very content may be kept for good.
    const current = request.query['v'] === tag;
    response.set({
      'content-type': 'application/geo+json',
      'cache-control': current ? 'private, max-age=31536000, immutable' : 'private, no-cache',
      etag: `W/"${tag}"`,
      vary: 'accept-encoding',
    });
    const zipped = request.acceptsEncodings('gzip', 'identity') === 'gzip';
    if (zipped) response.set('content-encoding', 'gzip');
    response.send(zipped ? gzip : plain);
  }

  @Get('slow-live-points')
  @Returns(SlowLivePointPage)
  slowLivePoints(@Query({ schema: PageQuery }) query: PageQuery, @CurrentActor() actor: Actor) {
    return this.county.slowLivePoints(query, actor.scope);
  }
}
