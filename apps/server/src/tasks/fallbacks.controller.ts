import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { FallbackChoice, FallbackList, TaskContinuation, TaskView } from '#contracts';
import { type Actor } from '../auth/actor.js';
import { CurrentActor, Needs } from '../auth/auth.decorators.js';
import { Returns } from '../common/returns.decorator.js';
import { FallbacksService } from './fallbacks.service.js';
import { TaskContinuer } from './task.continuer.js';

const Id = { schema: z.uuid() };

/** What may be flown in place of a task that is held up, and on from one that was broken off. */
@ApiTags('tasks')
@Controller('tasks/:id')
export class FallbacksController {
  constructor(
    private readonly fallbacks: FallbacksService,
    private readonly continuer: TaskContinuer,
  ) {}

  @Get('fallbacks')
  @Needs('tasks.read')
  @Returns(FallbackList)
  list(@Param('id', Id) id: string, @CurrentActor() actor: Actor) {
    return this.fallbacks.list(id, actor);
  }

  /** Ends the task as replaced, unless it has ended, and queues the other one: both or neither. */
  @Post('fallback')
  @Needs('tasks.manage')
  @Returns(TaskView, 201)
  take(
    @Param('id', Id) id: string,
    @Body({ schema: FallbackChoice }) choice: FallbackChoice,
    @CurrentActor() actor: Actor,
  ) {
    return this.fallbacks.take(id, choice, actor);
  }

  /** Flies on from where it was broken off: queued at once within its window, else a draft. */
  @Post('continue')
  @Needs('tasks.manage')
  @Returns(TaskView, 201)
  continue(
    @Param('id', Id) id: string,
    @Body({ schema: TaskContinuation }) continuation: TaskContinuation,
    @CurrentActor() actor: Actor,
  ) {
    return this.continuer.continue(id, continuation, actor);
  }
}
