import type { RouteVersionView } from '#contracts';
import { withQuery } from '../api/client.js';
import { ApiProblem } from '../api/problem.js';
import { upload } from '../api/upload.js';

/**
 * Saves a file as the newest version: checked where it passes, else as a draft, so that nothing is lost. Throws
 * `ApiProblem` for a file that is no route.
 */
export async function saveFile(routeId: string, file: File, { note }: { note: string }): Promise<RouteVersionView> {
  try {
    return await saveAs('checked', routeId, file, note);
  } catch (error) {
    if (!breaksRules(error)) throw error;
    return saveAs('draft', routeId, file, note);
  }
}

/** Saves a file as the newest version. Throws `ApiProblem`: with `checked`, one that names every broken rule. */
export function saveAs(as: 'checked' | 'draft', routeId: string, file: File, note: string): Promise<RouteVersionView> {
  return upload('POST', withQuery(`/api/v1/routes/${routeId}/versions`, { as, name: file.name, note }), file);
}

/** Whether a file was refused because of what it would fly, not because it cannot be read. */
export function breaksRules(error: unknown): boolean {
  return error instanceof ApiProblem && error.problem.code === 'route_breaks_rules';
}
