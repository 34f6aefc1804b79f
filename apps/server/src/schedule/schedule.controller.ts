import { Body, Controller, Get, Header, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { ScheduleQuery, ScheduleView, TaskMove, TaskMoveResult } from '#contracts';
import { type Actor } from '../auth/actor.js';
import { CurrentActor, Needs } from '../auth/auth.decorators.js';
import { Returns } from '../common/returns.decorator.js';
import { ScheduleService } from './schedule.service.js';
import { TaskMoves } from './task-moves.service.js';

/** The chart of days, and what is dragged on it. */
@ApiTags('schedule')
@Needs('tasks.read')
@Controller()
export class ScheduleController {
  constructor(
    private readonly schedule: ScheduleService,
    private readonly moves: TaskMoves,
  ) {}

  /** Docks and mobile drones with their tasks. */
  @Get('schedule')
  @Header('cache-control', 'no-store')
  @Returns(ScheduleView)
  of(@Query({ schema: ScheduleQuery }) query: ScheduleQuery, @CurrentActor() actor: Actor) {
    return this.schedule.of(query, actor);
  }

  /** Moves a task; 409 `conflicts` has the members of the answer. With `dry` it only says what would come of it. */
  @Post('tasks/:id/move')
  @HttpCode(200)
  @Needs('tasks.manage')
  @Returns(TaskMoveResult)
  move(
    @Param('id', { schema: z.uuid() }) id: string,
    @Body({ schema: TaskMove }) request: TaskMove,
    @CurrentActor() actor: Actor,
  ) {
    return this.moves.move(id, request, actor);
  }
}
