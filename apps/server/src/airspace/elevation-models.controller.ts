import { type Readable } from 'node:stream';
import { Controller, Delete, Get, Param, Post, Query, Req } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { ElevationModelPage, ElevationModelView, NewElevationModelQuery } from '#contracts';
import { type Actor } from '../auth/actor.js';
import { CurrentActor, Needs } from '../auth/auth.decorators.js';
import { bodyBytes } from '../common/body.bytes.js';
import { Refusal } from '../common/refusal.js';
import { Returns, ReturnsNothing } from '../common/returns.decorator.js';
import { ElevationModelsService } from './elevation-models.service.js';
import { ELEVATION_LIMITS } from './elevation.reader.js';

/** Elevation models 高程模型: where the height of the ground comes from. */
@ApiTags('airspace')
@Needs('routes.read')
@Controller('elevation-models')
export class ElevationModelsController {
  constructor(private readonly models: ElevationModelsService) {}

  @Get()
  @Returns(ElevationModelPage)
  list() {
    return this.models.list();
  }

  /** Takes a GeoTIFF as the body of the request: EPSG:4326, 4490, UTM or CGCS2000 Gauss-Krüger; at most 64 MB. */
  @Post()
  @Needs('airspace.manage')
  @ApiConsumes('image/tiff', 'application/octet-stream')
  @ApiBody({ schema: { type: 'string', format: 'binary' } })
  @Returns(ElevationModelView, 201)
  async add(
    @Query({ schema: NewElevationModelQuery }) query: NewElevationModelQuery,
    @CurrentActor() actor: Actor,
    @Req() request: Readable,
  ) {
    return this.models.add(await bodyBytes(request, ELEVATION_LIMITS.fileBytes, tooLarge), query, actor);
  }

  @Delete(':id')
  @Needs('airspace.manage')
  @ReturnsNothing('The model is removed')
  remove(@Param('id', { schema: z.uuid() }) id: string, @CurrentActor() actor: Actor) {
    return this.models.remove(id, actor);
  }
}

function tooLarge(): Refusal {
  const megabytes = ELEVATION_LIMITS.fileBytes / 2 ** 20;
  return new Refusal(
    413,
    'elevation_too_large',
    `高程文件超过 ${megabytes} MB，请先裁剪到本县范围或降低分辨率再上传`,
    `the elevation file has more than ${megabytes} MB: cut it to the county or thin it before the upload`,
  );
}
