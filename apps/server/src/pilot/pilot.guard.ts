import { type CanActivate, createParamDecorator, type ExecutionContext, Inject, Injectable } from '@nestjs/common';
import { PERMISSIONS } from '#contracts';
import { type Actor } from '../auth/actor.js';
import { AuthService } from '../auth/auth.service.js';
import { Scope } from '../auth/scope.js';
import { Refusal } from '../common/refusal.js';
import { COUNTY, type County } from '../county/county.js';
import { PilotTokens } from '../guests/pilot-tokens.js';
import { workspaceIdOf } from '../guests/workspace.js';

/** Stands for the user of a guest, who is none. */
const NOBODY = '00000000-0000-0000-0000-000000000000';

/** Who flies: a guest by the token of the join, or a person by an access token. */
export interface Pilot {
  actor: Actor;
  /** The controller of a guest; null for a person. */
  gatewaySn: string | null;
  workspaceId: string;
}

interface PilotRequest {
  headers: Record<string, string | string[] | undefined>;
  params: { workspace?: string };
  pilot?: Pilot;
}

/** The pilot behind the request. */
export const CurrentPilot = createParamDecorator((_: unknown, context: ExecutionContext): Pilot => {
  const { pilot } = context.switchToHttp().getRequest<PilotRequest>();
  if (!pilot) throw new Error('a route without the guard of pilots asked for the pilot');
  return pilot;
});

/** Lets callers in whose `X-Auth-Token` is good, to the workspace that is theirs. Throws `Refusal` 401, 403, 404. */
@Injectable()
export class PilotGuard implements CanActivate {
  constructor(
    private readonly tokens: PilotTokens,
    private readonly auth: AuthService,
    @Inject(COUNTY) private readonly county: County,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<PilotRequest>();
    const token = request.headers['x-auth-token'];
    if (typeof token !== 'string' || token === '') throw noToken();
    const workspaceId = workspaceIdOf(this.county);
    request.pilot = { ...(await this.pilotOf(token)), workspaceId };
    if (request.params.workspace?.toLowerCase() !== workspaceId) throw otherWorkspace(request.params.workspace ?? '');
    return true;
  }

  private async pilotOf(token: string): Promise<Omit<Pilot, 'workspaceId'>> {
    const guest = await this.tokens.find(token);
    if (guest) {
      const { gatewaySn, pilotName, divisionPath } = guest;
      const actor: Actor = {
        userId: NOBODY,
        username: `${pilotName}（来宾 ${gatewaySn}）`,
        roles: ['pilot'],
        permissions: new Set(PERMISSIONS.pilot),
        scope: new Scope(divisionPath),
      };
      return { actor, gatewaySn };
    }
    const actor = await this.auth.actorOfToken(token);
    if (actor.permissions.has('routes.read')) return { actor, gatewaySn: null };
    throw new Refusal(403, 'forbidden', '您的角色不能查看航线', 'your roles may not see routes');
  }
}

function noToken(): Refusal {
  return new Refusal(401, 'sign_in_required', '请先用加入码接入', 'join first: send X-Auth-Token');
}

function otherWorkspace(id: string): Refusal {
  return new Refusal(
    404,
    'unknown_workspace',
    `没有工作空间 ${id.slice(0, 60)}，请退出后重新接入`,
    `there is no workspace ${id.slice(0, 60)}: leave and join again`,
  );
}
