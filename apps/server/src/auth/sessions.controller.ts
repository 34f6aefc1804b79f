import { Body, Controller, Delete, Ip, Post, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { SessionView, SignIn } from '#contracts';
import { Returns, ReturnsNothing } from '../common/returns.decorator.js';
import { Public } from './auth.decorators.js';
import { bearerOf } from './auth.guard.js';
import { AuthService, type OpenSession } from './auth.service.js';
import { type CookieRequest, type CookieResponse, SessionCookie } from './session.cookie.js';

/** Signing in and out. The access token is in the body, the refresh token in a cookie for these routes only. */
@ApiTags('sessions')
@Controller('sessions')
@Public()
export class SessionsController {
  constructor(
    private readonly auth: AuthService,
    private readonly cookie: SessionCookie,
  ) {}

  @Post()
  @Returns(SessionView, 201)
  async signIn(
    @Body({ schema: SignIn }) request: SignIn,
    @Ip() address: string,
    @Res({ passthrough: true }) response: CookieResponse,
  ): Promise<SessionView> {
    return this.give(response, await this.auth.signIn(request, address));
  }

  @Post('refresh')
  @Returns(SessionView)
  async refresh(
    @Req() request: CookieRequest,
    @Res({ passthrough: true }) response: CookieResponse,
  ): Promise<SessionView> {
    this.cookie.requireOwnPage(request);
    try {
      return this.give(response, await this.auth.refresh(this.cookie.read(request)));
    } catch (error) {
      if ((error as { code?: unknown }).code === 'session_ended') this.cookie.clear(response);
      throw error;
    }
  }

  @Delete('current')
  @ReturnsNothing('The session has ended, or there was none')
  async signOut(
    @Req() request: CookieRequest & { headers: { authorization?: string } },
    @Res({ passthrough: true }) response: CookieResponse,
  ): Promise<void> {
    const token = bearerOf(request.headers.authorization);
    if (!token) this.cookie.requireOwnPage(request);
    await this.auth.signOut(token, this.cookie.read(request));
    this.cookie.clear(response);
  }

  private give(response: CookieResponse, { view, refreshToken }: OpenSession): SessionView {
    this.cookie.write(response, refreshToken);
    return view;
  }
}
