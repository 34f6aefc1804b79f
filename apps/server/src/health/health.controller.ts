import { Controller, Get, HttpCode, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { type Response } from 'express';
import { z } from 'zod';
import { ReadinessView } from '#contracts';
import { Public } from '../auth/auth.decorators.js';
import { Returns } from '../common/returns.decorator.js';
import { VERSION } from '../version.js';
import { Readiness } from './readiness.js';

const LivenessView = z.object({ status: z.literal('ok'), version: z.string() }).meta({ id: 'Liveness' });

@ApiTags('health')
@Public()
@Controller({ path: 'api/health' })
export class HealthController {
  constructor(private readonly readiness: Readiness) {}

  /** The process runs. */
  @Get('live')
  @Returns(LivenessView)
  live() {
    return { status: 'ok', version: VERSION };
  }

  /** The process can do its work; each part by name. 503 when it cannot. */
  @Get('ready')
  @HttpCode(200)
  @Returns(ReadinessView)
  async ready(@Res({ passthrough: true }) response: Response) {
    const view = await this.readiness.check();
    if (view.status === 'down') response.status(503);
    return view;
  }
}
