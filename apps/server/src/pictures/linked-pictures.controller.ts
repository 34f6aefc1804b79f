import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { PageQuery, PointVisitPage, TaskMediaView } from '#contracts';
import { type Actor } from '../auth/actor.js';
import { CurrentActor, Needs } from '../auth/auth.decorators.js';
import { Returns } from '../common/returns.decorator.js';
import { LinkedPicturesService } from './linked-pictures.service.js';

/** The pictures of a task, and of a feature point. */
@ApiTags('media')
@Needs('media.read')
@Controller()
export class LinkedPicturesController {
  constructor(private readonly pictures: LinkedPicturesService) {}

  /** Expected against received, and why each missing file is not there. */
  @Get('tasks/:id/media')
  @Returns(TaskMediaView)
  ofTask(@Param('id', { schema: z.uuid() }) id: string, @CurrentActor() actor: Actor) {
    return this.pictures.ofTask(id, actor);
  }

  /** By visit, newest first. */
  @Get('feature-points/:id/pictures')
  @Returns(PointVisitPage)
  ofPoint(
    @Param('id', { schema: z.uuid() }) id: string,
    @Query({ schema: PageQuery }) query: PageQuery,
    @CurrentActor() actor: Actor,
  ) {
    return this.pictures.ofPoint(id, query, actor);
  }
}
