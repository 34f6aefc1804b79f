import { Body, Controller, Get, Post, Res } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { MeView, PasswordChange, SessionView } from '#contracts';
import { Returns } from '../common/returns.decorator.js';
import { type Actor, type Caller } from './actor.js';
import { CurrentActor, CurrentCaller } from './auth.decorators.js';
import { AuthService } from './auth.service.js';
import { type CookieResponse, SessionCookie } from './session.cookie.js';

/** What everybody may do with their own account. */
@ApiTags('me')
@ApiBearerAuth()
@Controller('me')
export class MeController {
  constructor(
    private readonly auth: AuthService,
    private readonly cookie: SessionCookie,
  ) {}

  @Get()
  @Returns(MeView)
  me(@CurrentCaller() caller: Caller): Promise<MeView> {
    return this.auth.me(caller);
  }

  /** Ends every session of the caller and answers with a new one. */
  @Post('password')
  @Returns(SessionView)
  async changePassword(
    @CurrentActor() actor: Actor,
    @Body({ schema: PasswordChange }) request: PasswordChange,
    @Res({ passthrough: true }) response: CookieResponse,
  ): Promise<SessionView> {
    const { view, refreshToken } = await this.auth.changePassword(actor, request);
    this.cookie.write(response, refreshToken);
    return view;
  }
}
