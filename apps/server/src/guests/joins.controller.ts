import { Body, Controller, Header, Ip, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Join, JoinResult } from '#contracts';
import { Public } from '../auth/auth.decorators.js';
import { Returns } from '../common/returns.decorator.js';
import { JoinsService } from './joins.service.js';

/** The one door for guests: open to everybody who has a code. */
@ApiTags('guests')
@Controller('joins')
@Public()
export class JoinsController {
  constructor(private readonly joins: JoinsService) {}

  /** Broker credentials for a remote controller; shown once. */
  @Post()
  @Header('Cache-Control', 'no-store')
  @Returns(JoinResult, 201)
  join(@Body({ schema: Join }) request: Join, @Ip() address: string) {
    return this.joins.join(request, address);
  }
}
