import { Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { AccessTokens } from './access-tokens.js';
import { Attempts } from './attempts.js';
import { AuthGuard } from './auth.guard.js';
import { AuthService } from './auth.service.js';
import { AuthSweeper } from './auth.sweeper.js';
import { MeController } from './me.controller.js';
import { Passwords } from './passwords.js';
import { Secrets } from './secrets.js';
import { SessionCookie } from './session.cookie.js';
import { SessionsController } from './sessions.controller.js';
import { SessionsStore } from './sessions.store.js';
import { SignedIn } from './signed-in.js';

/** Sign-in, and the guard before every route. Needs the database module (DataSource, Notifications), events and `CONFIG`. */
@Module({
  controllers: [SessionsController, MeController],
  providers: [
    AccessTokens,
    Attempts,
    AuthService,
    AuthSweeper,
    Passwords,
    Secrets,
    SessionCookie,
    SessionsStore,
    SignedIn,
    { provide: APP_GUARD, useClass: AuthGuard },
  ],
  exports: [AccessTokens, AuthService, Attempts, Passwords, Secrets],
})
export class AuthModule {}
