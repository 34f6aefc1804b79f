import { Body, Controller, Get, Header, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { ProposalAcceptance, ProposalAcceptanceResult, ProposalQuery, ProposalView } from '#contracts';
import { type Actor } from '../auth/actor.js';
import { CurrentActor, Needs } from '../auth/auth.decorators.js';
import { Returns } from '../common/returns.decorator.js';
import { ProposalAcceptances } from './proposal.acceptance.js';
import { ProposalsService } from './proposals.service.js';

/** Proposals for a day or a week: every choice and every refusal with its reason. */
@ApiTags('plans')
@Needs('tasks.read')
@Controller('proposals')
export class ProposalsController {
  constructor(
    private readonly proposals: ProposalsService,
    private readonly acceptances: ProposalAcceptances,
  ) {}

  @Get()
  @Header('cache-control', 'no-store')
  @Returns(ProposalView)
  propose(@Query({ schema: ProposalQuery }) query: ProposalQuery, @CurrentActor() actor: Actor) {
    return this.proposals.propose(query, actor);
  }

  /** Makes tasks of flights of a proposal, all or some, as proposed or adjusted; each is made or refused with the reason. */
  @Post('acceptances')
  @Needs('tasks.manage')
  @Returns(ProposalAcceptanceResult)
  accept(@Body({ schema: ProposalAcceptance }) request: ProposalAcceptance, @CurrentActor() actor: Actor) {
    return this.acceptances.accept(request, actor);
  }
}
