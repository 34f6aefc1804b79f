import { Body, Controller, Delete, Get, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { JoinCodePage, JoinCodeQuery, JoinCodeView, NewJoinCode } from '#contracts';
import { type Actor } from '../auth/actor.js';
import { CurrentActor, Needs } from '../auth/auth.decorators.js';
import { Returns, ReturnsNothing } from '../common/returns.decorator.js';
import { JoinCodesService } from './join-codes.service.js';

/** Six-digit codes that let one remote controller join for a limited time. */
@ApiTags('guests')
@Controller('join-codes')
@Needs('join_codes.manage')
export class JoinCodesController {
  constructor(private readonly codes: JoinCodesService) {}

  @Get()
  @Returns(JoinCodePage)
  list(@Query({ schema: JoinCodeQuery }) query: z.infer<typeof JoinCodeQuery>, @CurrentActor() actor: Actor) {
    return this.codes.list(query, actor);
  }

  /** The code itself is in this answer and nowhere else. */
  @Post()
  @Returns(JoinCodeView, 201)
  create(@Body({ schema: NewJoinCode }) request: NewJoinCode, @CurrentActor() actor: Actor) {
    return this.codes.create(request, actor);
  }

  /** Takes a code back; a guest who came in by it leaves at once. */
  @Delete(':id')
  @ReturnsNothing('The code is void')
  revoke(@Param('id', { schema: z.uuid() }) id: string, @CurrentActor() actor: Actor) {
    return this.codes.revoke(id, actor);
  }
}
