import { type Pilot } from './pilot.guard.js';

/** Where the files of a pilot lie: of a controller, or of a person. */
export function pilotFolderOf({ workspaceId, gatewaySn, actor }: Pilot): string {
  return `pilot/${workspaceId}/${gatewaySn ?? actor.userId}`;
}
