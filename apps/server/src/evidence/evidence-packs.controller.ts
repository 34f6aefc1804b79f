import { Body, Controller, Get, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiProduces, ApiResponse, ApiTags } from '@nestjs/swagger';
import { type Request, type Response } from 'express';
import { z } from 'zod';
import { EvidencePackPage, EvidencePackQuery, EvidencePackView, NewEvidencePack } from '#contracts';
import { type Actor } from '../auth/actor.js';
import { CurrentActor, Needs, Public } from '../auth/auth.decorators.js';
import { NotFound } from '../common/refusal.js';
import { Returns } from '../common/returns.decorator.js';
import { MediaService } from '../media/media.service.js';
import { sendObject } from '../media/object.response.js';
import { EvidenceAddresses } from './evidence.addresses.js';
import { EvidencePackStore } from './evidence-pack.store.js';
import { EvidencePacksService, PACK } from './evidence-packs.service.js';

const Signed = z.object({ until: z.coerce.number().int(), signature: z.string().max(100) });

/** Evidence packs: originals, a manifest of hashes and one PDF in a zip file that never changes. */
@ApiTags('evidence')
@Needs('media.read')
@Controller('evidence-packs')
export class EvidencePacksController {
  constructor(
    private readonly packs: EvidencePacksService,
    private readonly addresses: EvidenceAddresses,
    private readonly store: EvidencePackStore,
    private readonly media: MediaService,
  ) {}

  @Get()
  @Returns(EvidencePackPage)
  list(@Query({ schema: EvidencePackQuery }) query: EvidencePackQuery, @CurrentActor() actor: Actor) {
    return this.packs.list(query, actor);
  }

  /** Asks for a pack; the worker builds it. */
  @Post()
  @Needs('evidence.manage')
  @Returns(EvidencePackView, 202)
  create(@Body({ schema: NewEvidencePack }) request: NewEvidencePack, @CurrentActor() actor: Actor) {
    return this.packs.create(request, actor);
  }

  @Get(':id')
  @Returns(EvidencePackView)
  get(@Param('id', { schema: z.uuid() }) id: string, @CurrentActor() actor: Actor) {
    return this.packs.get(id, actor);
  }

  /** The zip file, or one range of its bytes: no token, but an address that only we can make. */
  @Get(':id/file')
  @Public()
  @ApiProduces('application/zip')
  @ApiResponse({ status: 200, description: 'The zip file.' })
  async file(
    @Param('id', { schema: z.uuid() }) id: string,
    @Query({ schema: Signed }) { until, signature }: z.infer<typeof Signed>,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    await this.addresses.require(id, until, signature, Date.now());
    const pack = await this.store.find(id);
    const object = pack?.objectKey ? await this.media.find(pack.objectKey) : undefined;
    if (!object) throw new NotFound(PACK, id);
    response
      .attachment(pack!.fileName!)
      .type('application/zip')
      .set({ etag: `"${object.sha256}"`, 'cache-control': 'private, no-store, no-transform' });
    await sendObject(this.media, object, request, response);
  }
}
