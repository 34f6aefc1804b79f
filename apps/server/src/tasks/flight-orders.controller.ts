import { Body, Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { FlightOrderList, FlightOrderView, TaskDecision } from '#contracts';
import { type Actor } from '../auth/actor.js';
import { CurrentActor, Needs } from '../auth/auth.decorators.js';
import { Returns } from '../common/returns.decorator.js';
import { FlightOrdersService } from './flight-orders.service.js';

const Id = { schema: z.uuid() };
const Note = { schema: TaskDecision };

/** Orders to a flight: sent once each; the answer tells what became of it in `state`, as a fact when it comes. */
@ApiTags('tasks')
@Controller('tasks/:id')
export class FlightOrdersController {
  constructor(private readonly orders: FlightOrdersService) {}

  /** The orders that were given, and those that may be given now. */
  @Get('orders')
  @Needs('tasks.read')
  @Returns(FlightOrderList)
  list(@Param('id', Id) id: string, @CurrentActor() actor: Actor) {
    return this.orders.list(id, actor);
  }

  /** The aircraft holds its place in the air. */
  @Post('pause')
  @HttpCode(202)
  @Needs('tasks.manage')
  @Returns(FlightOrderView, 202)
  pause(@Param('id', Id) id: string, @Body(Note) { note }: TaskDecision, @CurrentActor() actor: Actor) {
    return this.orders.give(id, 'pause', note, actor);
  }

  /** It flies on along its route. */
  @Post('resume')
  @HttpCode(202)
  @Needs('tasks.manage')
  @Returns(FlightOrderView, 202)
  resume(@Param('id', Id) id: string, @Body(Note) { note }: TaskDecision, @CurrentActor() actor: Actor) {
    return this.orders.give(id, 'resume', note, actor);
  }

  /** It leaves its route and comes home; the dock says how the task ended. */
  @Post('return-home')
  @HttpCode(202)
  @Needs('tasks.manage')
  @Returns(FlightOrderView, 202)
  returnHome(@Param('id', Id) id: string, @Body(Note) { note }: TaskDecision, @CurrentActor() actor: Actor) {
    return this.orders.give(id, 'return_home', note, actor);
  }

  /** It stops its way home and holds its place. */
  @Post('cancel-return-home')
  @HttpCode(202)
  @Needs('tasks.manage')
  @Returns(FlightOrderView, 202)
  cancelReturnHome(@Param('id', Id) id: string, @Body(Note) { note }: TaskDecision, @CurrentActor() actor: Actor) {
    return this.orders.give(id, 'cancel_return_home', note, actor);
  }
}
