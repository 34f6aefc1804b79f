import type { JoinResult } from '#contracts';

/**
 * The functions that DJI Pilot 2 offers to a page in its web view; each answers a JSON text `{code, message, data}`.
 * Source: DJI Cloud API documentation, Pilot-to-cloud, JSBridge.
 */
interface DjiBridge {
  platformGetRemoteControllerSN?: () => string;
  platformLoadComponent?: (name: string, parameters: string) => string;
  platformSetWorkspaceId?: (id: string) => string;
}

const CONNECT_TIMEOUT_MS = 20_000;

function bridge(): DjiBridge | undefined {
  return (window as { djiBridge?: DjiBridge }).djiBridge;
}

/** The serial number of the controller this page runs on; null elsewhere. */
export function controllerSerial(): string | null {
  try {
    const answer = bridge()?.platformGetRemoteControllerSN?.();
    const data: unknown = answer === undefined ? null : (JSON.parse(answer) as { data?: unknown }).data;
    return typeof data === 'string' && data !== '' ? data : null;
  } catch {
    return null;
  }
}

/**
 * Makes Pilot connect to the broker with the guest's account. null: this page does not run in Pilot. Rejects with
 * Pilot's own message, or after 20 seconds without an answer.
 */
export function connectPilot(result: JoinResult): Promise<void> | null {
  const load = bridge()?.platformLoadComponent;
  if (!load) return null;
  return new Promise((resolve, reject) => {
    const callback = 'xunhangThingConnected';
    const timer = setTimeout(() => reject(new Error('超时 / timed out')), CONNECT_TIMEOUT_MS);
    (window as unknown as Record<string, unknown>)[callback] = (connected: unknown) => {
      if (connected !== true && connected !== 'true' && connected !== 1) return;
      clearTimeout(timer);
      resolve();
    };
    const { brokerAddress, username, password } = result;
    const host = brokerAddress.includes('://') ? brokerAddress.replace(/^mqtt:/, 'tcp:') : `tcp://${brokerAddress}`;
    offerRoutes(result, load);
    try {
      const answer = JSON.parse(
        load('thing', JSON.stringify({ host, username, password, connectCallback: callback })),
      ) as {
        code?: number;
        message?: string;
      };
      if (answer.code !== undefined && answer.code !== 0) {
        clearTimeout(timer);
        reject(new Error(`${answer.code} ${answer.message ?? ''}`.trim()));
      }
    } catch (error) {
      clearTimeout(timer);
      reject(error instanceof Error ? error : new Error(String(error)));
    }
  });
}

/** Shows Pilot where routes are to be had. A Pilot that does not take it connects all the same: flying does not need it. */
function offerRoutes(
  { workspaceId, pilotToken }: JoinResult,
  load: NonNullable<DjiBridge['platformLoadComponent']>,
): void {
  try {
    bridge()?.platformSetWorkspaceId?.(workspaceId);
    load('api', JSON.stringify({ host: window.location.origin, token: pilotToken }));
    load('mission', '{}');
  } catch {
    // An older Pilot without these functions.
  }
}
