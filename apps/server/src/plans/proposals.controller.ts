import { Controller, Get, Header, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { ProposalQuery, ProposalView } from '#contracts';
import { type Actor } from '../auth/actor.js';
import { CurrentActor, Needs } from '../auth/auth.decorators.js';
import { Returns } from '../common/returns.decorator.js';
import { ProposalsService } from './proposals.service.js';

/** Proposals for a day or a week: every choice and every refusal with its reason. */
@ApiTags('plans')
@Needs('tasks.read')
@Controller('proposals')
export class ProposalsController {
  constructor(private readonly proposals: ProposalsService) {}

  @Get()
  @Header('cache-control', 'no-store')
  @Returns(ProposalView)
  propose(@Query({ schema: ProposalQuery }) query: ProposalQuery, @CurrentActor() actor: Actor) {
    return this.proposals.propose(query, actor);
  }
}
