import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { DivisionPage, DivisionQuery, DivisionView } from '#contracts';
import { type Actor } from '../auth/actor.js';
import { CurrentActor, Needs } from '../auth/auth.decorators.js';
import { Returns } from '../common/returns.decorator.js';
import { DivisionsService } from './divisions.service.js';

/** The county tree, for everybody who is signed in, cut to their scope. */
@ApiTags('divisions')
@Controller('divisions')
@Needs()
export class DivisionsController {
  constructor(private readonly divisions: DivisionsService) {}

  @Get()
  @Returns(DivisionPage)
  list(@Query({ schema: DivisionQuery }) query: z.infer<typeof DivisionQuery>, @CurrentActor() actor: Actor) {
    return this.divisions.list(query, actor.scope);
  }

  @Get(':code')
  @Returns(DivisionView)
  get(@Param('code', { schema: z.string().max(20) }) code: string, @CurrentActor() actor: Actor) {
    return this.divisions.get(code, actor.scope);
  }
}
