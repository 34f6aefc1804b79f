import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import {
  NewTask,
  TaskCountQuery,
  TaskCounts,
  TaskDecision,
  TaskFiling,
  TaskPage,
  TaskQuery,
  TaskView,
} from '#contracts';
import { type Actor } from '../auth/actor.js';
import { CurrentActor, Needs } from '../auth/auth.decorators.js';
import { Returns } from '../common/returns.decorator.js';
import { TasksService } from './tasks.service.js';

/** Tasks 任务: each is one flight of a route by a dock at most. They are never deleted. */
@ApiTags('tasks')
@Needs('tasks.read')
@Controller('tasks')
export class TasksController {
  constructor(private readonly tasks: TasksService) {}

  @Get()
  @Returns(TaskPage)
  list(@Query({ schema: TaskQuery }) query: TaskQuery, @CurrentActor() actor: Actor) {
    return this.tasks.list(query, actor);
  }

  @Get('counts')
  @Returns(TaskCounts)
  counts(@Query({ schema: TaskCountQuery }) query: TaskCountQuery, @CurrentActor() actor: Actor) {
    return this.tasks.counts(query, actor);
  }

  @Post()
  @Needs('tasks.manage')
  @Returns(TaskView, 201)
  create(@Body({ schema: NewTask }) request: NewTask, @CurrentActor() actor: Actor) {
    return this.tasks.create(request, actor);
  }

  @Get(':id')
  @Returns(TaskView)
  get(@Param('id', { schema: z.uuid() }) id: string, @CurrentActor() actor: Actor) {
    return this.tasks.get(id, actor);
  }

  @Post(':id/approve')
  @HttpCode(200)
  @Needs('tasks.approve')
  @Returns(TaskView)
  approve(
    @Param('id', { schema: z.uuid() }) id: string,
    @Body({ schema: TaskDecision }) decision: TaskDecision,
    @CurrentActor() actor: Actor,
  ) {
    return this.tasks.approve(id, decision, actor);
  }

  /** Notes the filing of its flight plan, or that none is needed. */
  @Post(':id/file')
  @HttpCode(200)
  @Needs('tasks.manage')
  @Returns(TaskView)
  file(
    @Param('id', { schema: z.uuid() }) id: string,
    @Body({ schema: TaskFiling }) filing: TaskFiling,
    @CurrentActor() actor: Actor,
  ) {
    return this.tasks.file(id, filing, actor);
  }

  /** Lets it fly within its window. */
  @Post(':id/queue')
  @HttpCode(200)
  @Needs('tasks.manage')
  @Returns(TaskView)
  queue(@Param('id', { schema: z.uuid() }) id: string, @CurrentActor() actor: Actor) {
    return this.tasks.queue(id, actor);
  }

  /** Ends it at once before the start; afterwards the aircraft is called home, and the end comes with its word or the deadline. */
  @Post(':id/cancel')
  @HttpCode(200)
  @Needs('tasks.manage')
  @Returns(TaskView)
  cancel(
    @Param('id', { schema: z.uuid() }) id: string,
    @Body({ schema: TaskDecision }) decision: TaskDecision,
    @CurrentActor() actor: Actor,
  ) {
    return this.tasks.cancel(id, decision, actor);
  }
}
