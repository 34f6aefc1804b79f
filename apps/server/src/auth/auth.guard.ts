import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { type Permission } from '#contracts';
import { Refusal } from '../common/refusal.js';
import { NEEDS, PUBLIC, type SignedInRequest } from './auth.decorators.js';
import { AuthService } from './auth.service.js';

/** Closes every route to callers without a token, except `@Public()` ones, and asks for the permissions of `@Needs()`. */
@Injectable()
export class AuthGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly auth: AuthService,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    // A socket signs in once, in its handshake; the gateway sees to it.
    if (context.getType() !== 'http') return true;
    const places = [context.getHandler(), context.getClass()];
    if (this.reflector.getAllAndOverride<boolean | undefined>(PUBLIC, places)) return true;
    const request = context.switchToHttp().getRequest<SignedInRequest & { headers: { authorization?: string } }>();
    const token = bearerOf(request.headers.authorization);
    if (!token)
      throw new Refusal(
        401,
        'sign_in_required',
        '请先登录',
        'sign in first: send Authorization: Bearer <access token>',
      );
    const caller = await this.auth.callerOfToken(token);
    const needed = this.reflector.getAllAndMerge<Permission[]>(NEEDS, places) ?? [];
    const missing = needed.filter((permission) => !caller.actor.permissions.has(permission));
    if (missing.length > 0) throw forbidden(missing);
    request.caller = caller;
    return true;
  }
}

/** The token of an `Authorization: Bearer` header. */
export function bearerOf(header: string | undefined): string | undefined {
  return /^Bearer ([^\s]+)$/i.exec(header ?? '')?.[1];
}

function forbidden(missing: readonly Permission[]): Refusal {
  const names = missing.join(', ');
  return new Refusal(
    403,
    'forbidden',
    `您的角色没有此项权限（${names}），如需使用请联系系统管理员`,
    `your roles lack the permission ${names}: ask the system administrator if you need it`,
  );
}
