import { applyDecorators, createParamDecorator, type ExecutionContext, SetMetadata } from '@nestjs/common';
import { ApiBearerAuth, ApiSecurity } from '@nestjs/swagger';
import { type Permission } from '#contracts';
import { type Actor } from './actor.js';

/** Metadata key: the route answers without a token. */
export const PUBLIC = Symbol('public');
/** Metadata key: the permissions a route asks for. */
export const NEEDS = Symbol('needs');

/** Opens a route, or a whole controller, to callers without a token. Everything else needs one. */
export function Public(): MethodDecorator & ClassDecorator {
  return applyDecorators(SetMetadata(PUBLIC, true), ApiSecurity({}));
}

/** The caller needs every one of these permissions; otherwise 403 `forbidden`. */
export function Needs(...permissions: Permission[]): MethodDecorator & ClassDecorator {
  return applyDecorators(SetMetadata(NEEDS, permissions), ApiBearerAuth());
}

/** A request after the guard. */
export interface SignedInRequest {
  actor?: Actor;
}

/** The person behind the request. Only on routes that are not `@Public()`. */
export const CurrentActor = createParamDecorator((_: unknown, context: ExecutionContext): Actor => {
  const { actor } = context.switchToHttp().getRequest<SignedInRequest>();
  if (!actor) throw new Error('CurrentActor was asked for on a route without a signed-in person');
  return actor;
});
