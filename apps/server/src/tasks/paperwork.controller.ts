import { Body, Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { PaperworkAnswer, PaperworkNote, PaperworkOverride, TaskPaperworkView } from '#contracts';
import { type Actor } from '../auth/actor.js';
import { CurrentActor, Needs } from '../auth/auth.decorators.js';
import { Returns } from '../common/returns.decorator.js';
import { PaperworkService } from './paperwork.service.js';

/** The paperwork of a task: its clock, and who filed, noted the answer, reported, and let it pass. */
@ApiTags('tasks')
@Needs('tasks.read')
@Controller('tasks/:id/paperwork')
export class PaperworkController {
  constructor(private readonly paperwork: PaperworkService) {}

  @Get()
  @Returns(TaskPaperworkView)
  get(@Param('id', { schema: z.uuid() }) id: string, @CurrentActor() actor: Actor) {
    return this.paperwork.get(id, actor);
  }

  /** The flight plan was filed with the authority; the task is `filed` with it. */
  @Post('filed')
  @HttpCode(200)
  @Needs('tasks.manage')
  @Returns(TaskPaperworkView)
  filed(
    @Param('id', { schema: z.uuid() }) id: string,
    @Body({ schema: PaperworkNote }) { note }: PaperworkNote,
    @CurrentActor() actor: Actor,
  ) {
    return this.paperwork.record(id, { type: 'filed', note }, actor);
  }

  /** The authority answered: granted, it is put into the queue; refused, it ends as rejected. */
  @Post('answered')
  @HttpCode(200)
  @Needs('tasks.manage')
  @Returns(TaskPaperworkView)
  answered(
    @Param('id', { schema: z.uuid() }) id: string,
    @Body({ schema: PaperworkAnswer }) answer: PaperworkAnswer,
    @CurrentActor() actor: Actor,
  ) {
    return this.paperwork.record(id, { type: 'answered', ...answer }, actor);
  }

  /** The report before take-off was made. */
  @Post('reported')
  @HttpCode(200)
  @Needs('tasks.manage')
  @Returns(TaskPaperworkView)
  reported(
    @Param('id', { schema: z.uuid() }) id: string,
    @Body({ schema: PaperworkNote }) { note }: PaperworkNote,
    @CurrentActor() actor: Actor,
  ) {
    return this.paperwork.record(id, { type: 'reported', note }, actor);
  }

  /** Asks that a red clock be let pass; it counts when another person confirms it. */
  @Post('override')
  @HttpCode(200)
  @Needs('tasks.manage')
  @Returns(TaskPaperworkView)
  override(
    @Param('id', { schema: z.uuid() }) id: string,
    @Body({ schema: PaperworkOverride }) { reason }: PaperworkOverride,
    @CurrentActor() actor: Actor,
  ) {
    return this.paperwork.record(id, { type: 'override_asked', reason, note: '' }, actor);
  }

  /** The second person, who may approve tasks and is not the one who asked. */
  @Post('override/confirm')
  @HttpCode(200)
  @Needs('tasks.approve')
  @Returns(TaskPaperworkView)
  confirm(
    @Param('id', { schema: z.uuid() }) id: string,
    @Body({ schema: PaperworkNote }) { note }: PaperworkNote,
    @CurrentActor() actor: Actor,
  ) {
    return this.paperwork.record(id, { type: 'override_confirmed', note }, actor);
  }
}
