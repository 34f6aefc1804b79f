import { applyDecorators, createParamDecorator, type ExecutionContext, SetMetadata } from '@nestjs/common';
import { ApiBearerAuth, ApiSecurity } from '@nestjs/swagger';
import { type Permission } from '#contracts';
import { type Actor, type Caller } from './actor.js';

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
  caller?: Caller;
}

/** The person behind the request. Only on routes that are not `@Public()`. */
export const CurrentActor = createParamDecorator(
  (_: unknown, context: ExecutionContext): Actor => callerOf(context).actor,
);

/** The person behind the request together with the session. Only on routes that are not `@Public()`. */
export const CurrentCaller = createParamDecorator((_: unknown, context: ExecutionContext): Caller => callerOf(context));

function callerOf(context: ExecutionContext): Caller {
  const { caller } = context.switchToHttp().getRequest<SignedInRequest>();
  if (!caller) throw new Error('a route that is open to everybody asked for the signed-in person');
  return caller;
}
