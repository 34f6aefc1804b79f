import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { MediaPage, MediaQuery, MediaView } from '#contracts';
import { type Actor } from '../auth/actor.js';
import { CurrentActor, Needs } from '../auth/auth.decorators.js';
import { Returns } from '../common/returns.decorator.js';
import { PicturesService } from './pictures.service.js';

/** Photos and videos, newest first. */
@ApiTags('media')
@Needs('media.read')
@Controller('media')
export class PicturesController {
  constructor(private readonly pictures: PicturesService) {}

  @Get()
  @Returns(MediaPage)
  list(@Query({ schema: MediaQuery }) query: MediaQuery, @CurrentActor() actor: Actor) {
    return this.pictures.list(query, actor);
  }

  @Get(':id')
  @Returns(MediaView)
  get(@Param('id', { schema: z.uuid() }) id: string, @CurrentActor() actor: Actor) {
    return this.pictures.get(id, actor);
  }
}
