import { Module } from '@nestjs/common';
import { AuthModule } from '../auth/auth.module.js';
import { QueueVisitsController } from './queue-visits.controller.js';
import { QueueBoard } from './queue.board.js';

/** The board of queues for administrators, for the api role. */
@Module({
  imports: [AuthModule],
  controllers: [QueueVisitsController],
  providers: [QueueBoard],
})
export class QueuesModule {}
