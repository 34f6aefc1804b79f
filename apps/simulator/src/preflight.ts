import { type Dock } from './dock.js';
import { downloadMission, UNREACHABLE, type OfferedFile } from './mission-download.js';
import { MissionFault } from './mission-file.js';
import { type Route } from './route.js';
import { type SortieOrder } from './sortie.js';

/** Milliseconds without an answer to a question after which it takes off all the same. */
const PATIENCE = 40_000;

/** What a dock asks the cloud before a take-off: the route file of a mission, the areas, the map. */
export class Preflight {
  /** What will be flown: of a mission the route of its file, once that is read. */
  route: Route;
  private open = 0;

  constructor(
    private readonly dock: Dock,
    private readonly order: SortieOrder,
    /** The mission cannot be prepared, with the result code. */
    private readonly failed: (code: number) => void,
  ) {
    this.route = order.route;
    const isMission = order.byCloud && order.kind === 'wayline';
    if (!dock.connected) {
      if (isMission) void this.cutOff();
      return;
    }
    if (isMission) {
      this.ask('flighttask_resource_get', { flight_id: order.flightId }, (answer) => this.fetchRoute(answer));
    }
    this.ask('flight_areas_get', null);
    this.ask('offline_map_get', null);
  }

  /** Everything is answered, or was waited for long enough. */
  get isDone(): boolean {
    return this.open === 0;
  }

  private ask(method: string, data: unknown, use?: (answer: unknown) => Promise<void>): void {
    this.open++;
    let waiting = true;
    const close = (answer?: unknown) => {
      if (!waiting) return;
      waiting = false;
      if (use) void use(answer).finally(() => this.open--);
      else this.open--;
    };
    this.dock.request(method, data, close, PATIENCE);
    this.dock.world.wheel.after(PATIENCE, () => close());
  }

  /** The network went away between the order and its start: no file, no flight. */
  private async cutOff(): Promise<void> {
    this.open++;
    await Promise.resolve();
    this.failed(UNREACHABLE);
    this.open--;
  }

  /** The file that the cloud names now counts; when it says nothing, the one of the order. */
  private async fetchRoute(answer: unknown): Promise<void> {
    const named = (answer as { output?: { file?: Partial<OfferedFile> } } | undefined)?.output?.file;
    const file = named?.url && named.fingerprint ? (named as OfferedFile) : this.order.file;
    if (!file) return;
    try {
      this.route = await downloadMission(file, this.dock.aircraft);
    } catch (error) {
      if (!(error instanceof MissionFault)) throw error;
      this.failed(error.code);
    }
  }
}
