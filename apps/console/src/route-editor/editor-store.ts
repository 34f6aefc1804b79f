import type { GeoPoint } from '#geo';
import type { FlightContext } from '#routes';
import type { Route } from '#wayline';
import { amendPresent, recordChange, redo, startHistory, undo, type EditHistory } from './edit-history.js';
import { CheckSchedule, liveReport, type LiveReport } from './live-check.js';
import { chooseOne, fitted, rangeOf, stretchTo, type Drawing, type Selection } from './selection.js';
import type { Span } from './route-edits.js';

/** What a click on the map does: choose, append waypoints, or draw what a pattern is made from. */
export type Tool = 'select' | 'draw' | 'area' | 'strip' | 'spot';

export interface EditorState {
  history: EditHistory<Drawing>;
  tool: Tool;
  /** Corners of the area or line that is being drawn, or the middle of an orbit. */
  sketch: readonly GeoPoint[];
  /** Whether the sketch is complete and waits for its numbers. */
  sketched: boolean;
  /** Code of the feature point that the sketch is of; empty: none. */
  sketchName: string;
  context: FlightContext | null;
  report: LiveReport | null;
  /** The route as it lies on the server. */
  saved: Route;
  /** The version that it was drawn from; null: none. */
  basedOn: number | null;
  /** Place on the height profile under the pointer, by its number. */
  profileAt: number | null;
  /** Number of the finding that is shown. */
  finding: number | null;
}

/** The drawing, everything that is known of it, and the only way to change it. Lives outside React. */
export class EditorStore {
  #state: EditorState;
  readonly #listeners = new Set<() => void>();
  readonly #checks = new CheckSchedule(() => this.#check());

  /** `saved`: as it lies on the server; `drawn`: unsaved work on version `basedOn`, or `saved` itself. */
  constructor(saved: Route, basedOn: number | null, drawn: Route = saved) {
    const drawing: Drawing = { route: drawn, leg: 0, selection: null };
    this.#state = {
      history: startHistory(drawing),
      tool: drawn.legs.some(({ waypoints }) => waypoints.length > 0) ? 'select' : 'draw',
      sketch: [],
      sketched: false,
      sketchName: '',
      context: null,
      report: null,
      saved,
      basedOn,
      profileAt: null,
      finding: null,
    };
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };
  readonly state = (): EditorState => this.#state;

  get drawing(): Drawing {
    return this.#state.history.present;
  }
  get route(): Route {
    return this.drawing.route;
  }
  get isDirty(): boolean {
    return this.route !== this.#state.saved;
  }

  /** The chosen waypoints; without a choice all of the leg that is worked on. */
  get span(): Span {
    const { selection, leg, route } = this.drawing;
    if (selection) return { leg: selection.leg, ...rangeOf(selection) };
    return { leg, from: 0, to: (route.legs[leg]?.waypoints.length ?? 0) - 1 };
  }

  close(): void {
    this.#checks.stop();
    this.#listeners.clear();
  }

  /** Changes the route; `choose` says what is chosen afterwards. Same `mark`, same step: see `recordChange`. */
  edit(change: (route: Route) => Route, mark: string | null = null, choose?: (route: Route) => Selection | null): void {
    const { history } = this.#state;
    const route = change(history.present.route);
    if (route === history.present.route) return;
    const selection = choose ? choose(route) : history.present.selection;
    const next = fitted({ route, leg: selection?.leg ?? history.present.leg, selection });
    this.#drawn(recordChange(history, next, mark));
  }

  /** The next change is a step of its own, as when a drag ends. */
  settle(): void {
    this.#move({ history: { ...this.#state.history, mark: null } });
  }

  undo(): void {
    this.#drawn(undo(this.#state.history));
  }
  redo(): void {
    this.#drawn(redo(this.#state.history));
  }

  choose(selection: Selection | null): void {
    const { present } = this.#state.history;
    const next = fitted({ ...present, leg: selection?.leg ?? present.leg, selection });
    this.#move({ history: amendPresent(this.#state.history, next) });
  }
  /** Chooses one waypoint, or stretches the choice to it. */
  chooseWaypoint(leg: number, waypoint: number, stretch = false): void {
    this.choose(stretch ? stretchTo(this.drawing.selection, leg, waypoint) : chooseOne(leg, waypoint));
  }
  /** The next or previous waypoint; false at the end, where nothing changes. */
  step(by: 1 | -1): boolean {
    const { selection, leg, route } = this.drawing;
    const count = route.legs[leg]?.waypoints.length ?? 0;
    const next = selection ? selection.focus + by : by > 0 ? 0 : count - 1;
    if (next < 0 || next >= count) return false;
    this.chooseWaypoint(leg, next);
    return true;
  }
  chooseLeg(leg: number): void {
    const { present } = this.#state.history;
    this.#move({ history: amendPresent(this.#state.history, fitted({ ...present, leg, selection: null })) });
  }

  setTool(tool: Tool): void {
    this.#move({ tool, sketch: [], sketched: false, sketchName: '' });
  }
  sketchCorner(place: GeoPoint): void {
    const sketch = [...this.#state.sketch, place];
    this.#move({ sketch, sketched: this.#state.tool === 'spot' });
  }
  dropCorner(): void {
    this.#move({ sketch: this.#state.sketch.slice(0, -1), sketched: false });
  }
  /** The sketch is complete; false while it has too few corners. */
  finishSketch(): boolean {
    const { tool, sketch } = this.#state;
    const enough = sketch.length >= (tool === 'area' ? 3 : tool === 'strip' ? 2 : 1);
    if (enough) this.#move({ sketched: true });
    return enough;
  }
  /** Goes on drawing where the sketch was left. */
  reopenSketch(): void {
    this.#move({ sketched: false });
  }
  /** A sketch from elsewhere, such as a feature point to fly around. */
  sketchAt(tool: Tool, sketch: readonly GeoPoint[], sketchName: string): void {
    this.#move({ tool, sketch, sketched: true, sketchName });
  }

  setContext(context: FlightContext | null): void {
    this.#move({ context });
    this.#checks.ask();
  }
  setSaved(saved: Route, basedOn: number): void {
    this.#move({ saved, basedOn });
  }
  showProfile(profileAt: number | null): void {
    if (profileAt !== this.#state.profileAt) this.#move({ profileAt });
  }
  showFinding(finding: number | null): void {
    this.#move({ finding });
  }

  #drawn(history: EditHistory<Drawing>): void {
    if (history === this.#state.history) return;
    this.#move({ history: { ...history, present: fitted(history.present) }, finding: null });
    this.#checks.ask();
  }

  #check(): number {
    const { context } = this.#state;
    if (!context) return 0;
    const report = liveReport(this.route, context);
    this.#move({ report, profileAt: null });
    return report.milliseconds;
  }

  #move(change: Partial<EditorState>): void {
    this.#state = { ...this.#state, ...change };
    for (const listener of this.#listeners) listener();
  }
}
