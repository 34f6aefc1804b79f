import { Controller, Post, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { type Response } from 'express';
import { type Caller } from '../auth/actor.js';
import { CurrentCaller, Needs } from '../auth/auth.decorators.js';
import { ReturnsNothing } from '../common/returns.decorator.js';
import { QueueBoard } from './queue.board.js';

/** Visits to the board of queues, `/admin/queues`. */
@ApiTags('queues')
@Controller('queue-visits')
@Needs('queues.read')
export class QueueVisitsController {
  constructor(private readonly board: QueueBoard) {}

  /** Lets this browser look at the board for ten minutes, by a cookie for that path alone. */
  @Post()
  @ReturnsNothing('The board is open to this browser for ten minutes')
  admit(@CurrentCaller() caller: Caller, @Res({ passthrough: true }) response: Response): Promise<void> {
    return this.board.admit(caller, response);
  }
}
