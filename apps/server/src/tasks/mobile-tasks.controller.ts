import { Body, Controller, HttpCode, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { TaskTaking, TaskView } from '#contracts';
import { type Actor } from '../auth/actor.js';
import { CurrentActor, Needs } from '../auth/auth.decorators.js';
import { Returns } from '../common/returns.decorator.js';
import { MobileTasksService } from './mobile-tasks.service.js';

/** Tasks that a pilot flies with a mobile drone. */
@ApiTags('tasks')
@Controller('tasks/:id')
export class MobileTasksController {
  constructor(private readonly mobile: MobileTasksService) {}

  /** A pilot takes it with a drone; a person who manages tasks may do so for another. */
  @Post('take')
  @HttpCode(200)
  @Needs('tasks.fly')
  @Returns(TaskView)
  take(
    @Param('id', { schema: z.uuid() }) id: string,
    @Body({ schema: TaskTaking }) taking: TaskTaking,
    @CurrentActor() actor: Actor,
  ) {
    return this.mobile.take(id, taking, actor);
  }
}
