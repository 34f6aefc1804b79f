import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { type z } from 'zod';
import { EventPage, EventQuery } from '#contracts';
import { type Actor } from '../auth/actor.js';
import { CurrentActor, Needs } from '../auth/auth.decorators.js';
import { Returns } from '../common/returns.decorator.js';
import { EventsService } from './events.service.js';

@ApiTags('events')
@Needs('events.read')
@Controller('events')
export class EventsController {
  constructor(private readonly events: EventsService) {}

  /** The facts of the scope. */
  @Get()
  @Returns(EventPage)
  list(@CurrentActor() actor: Actor, @Query({ schema: EventQuery }) query: z.infer<typeof EventQuery>) {
    return this.events.list(actor, query);
  }
}
