import { Controller, Get, Inject, Param, Req, Res } from '@nestjs/common';
import { ApiProduces, ApiResponse, ApiTags } from '@nestjs/swagger';
import { type Request, type Response } from 'express';
import { z } from 'zod';
import { Needs } from '../auth/auth.decorators.js';
import { NotFound } from '../common/refusal.js';
import { BASE_MAP, type BaseMap } from './base-map.js';
import { TilesService } from './tiles.service.js';

const TilePlace = z.object({
  layer: z.enum(['base', 'labels']),
  z: z.coerce.number().int().min(0).max(22),
  x: z.coerce.number().int().min(0),
  y: z.coerce.number().int().min(0),
});
const WEEK_SECONDS = 7 * 24 * 3600;

/** The base map through this server, for everybody who is signed in. */
@ApiTags('county')
@Controller()
@Needs()
export class BaseMapController {
  constructor(
    private readonly tiles: TilesService,
    @Inject(BASE_MAP) private readonly baseMap: BaseMap,
  ) {}

  @Get('tiles/:layer/:z/:x/:y')
  @ApiProduces('image/png', 'image/jpeg', 'image/webp', 'image/avif')
  @ApiResponse({ status: 200, description: 'One raster tile of the Web Mercator pyramid.' })
  async tile(@Param({ schema: TilePlace }) { layer, z, x, y }: z.infer<typeof TilePlace>, @Res() response: Response) {
    const { bytes, type } = await this.tiles.tile(layer, z, x, y);
    response.set({ 'content-type': type, 'cache-control': `private, max-age=${WEEK_SECONDS}` }).send(bytes);
  }

  @Get('base-map.pmtiles')
  @ApiProduces('application/vnd.pmtiles')
  @ApiResponse({ status: 200, description: 'The PMTiles archive; answers range requests with 206.' })
  archive(@Req() _request: Request, @Res() response: Response): Promise<void> {
    const { archive } = this.baseMap;
    if (!archive) throw new NotFound({ zh: '底图文件', en: 'base map file' }, 'base-map.pmtiles');
    return new Promise((resolve, reject) => {
      const options = {
        headers: { 'content-type': 'application/vnd.pmtiles' },
        maxAge: '1d',
        dotfiles: 'allow' as const,
      };
      // A browser that goes away in the middle of a range is no fault.
      response.sendFile(archive, options, (error) => (error && !response.headersSent ? reject(error) : resolve()));
    });
  }
}
