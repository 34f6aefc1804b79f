import type { MeView, Permission, SessionView } from '#contracts';
import { problemOf, unreachable, type ApiProblem } from './problem.js';

export type SessionState = { phase: 'restoring' } | { phase: 'signed_out' } | { phase: 'signed_in'; user: MeView };

/**
 * The signed-in person and the access token, which lives in memory only. The refresh token is an HttpOnly cookie that
 * the server rotates: two tabs that refresh at the same moment would make one of them look stolen, so a lock shared by
 * the tabs orders them where the browser offers one (it needs HTTPS or localhost).
 */
class Session {
  /** Whether this browser may hold a refresh cookie: spares a stranger's first visit a request that must fail. */
  get worthRestoring(): boolean {
    try {
      return localStorage.getItem(SIGNED_IN) !== null;
    } catch {
      return true;
    }
  }

  #state: SessionState = { phase: 'restoring' };
  #token: string | null = null;
  #refreshing: Promise<boolean> | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #listeners = new Set<() => void>();

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };
  readonly state = (): SessionState => this.#state;

  get token(): string | null {
    return this.#token;
  }

  can(permission: Permission): boolean {
    return this.#state.phase === 'signed_in' && this.#state.user.permissions.includes(permission);
  }

  /** Signs in. Throws `ApiProblem` with the server's sentence. */
  async signIn(username: string, password: string): Promise<void> {
    const response = await fetch('/api/v1/sessions', {
      method: 'POST',
      credentials: 'same-origin',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ username, password }),
    }).catch(() => {
      throw unreachable();
    });
    if (!response.ok) throw await problemOf(response);
    this.#accept((await response.json()) as SessionView);
  }

  /** Nobody was signed in here: shows the sign-in page without asking the server. */
  startSignedOut(): void {
    this.#end();
  }

  async signOut(): Promise<void> {
    await fetch('/api/v1/sessions/current', {
      method: 'DELETE',
      credentials: 'same-origin',
      headers: this.headers(),
    }).catch(() => undefined);
    this.#end();
  }

  headers(): Record<string, string> {
    return this.#token === null ? {} : { authorization: `Bearer ${this.#token}` };
  }

  /**
   * Takes a new access token with the refresh cookie; calls at the same time share one request. False: the session
   * has ended. An unreachable server throws `ApiProblem` and leaves the session as it is.
   */
  refresh(): Promise<boolean> {
    this.#refreshing ??= this.#lockedRefresh().finally(() => {
      this.#refreshing = null;
    });
    return this.#refreshing;
  }

  #lockedRefresh(): Promise<boolean> {
    return 'locks' in navigator
      ? navigator.locks.request('xunhang.session', () => this.#requestRefresh())
      : this.#requestRefresh();
  }

  async #requestRefresh(): Promise<boolean> {
    let response: Response;
    try {
      response = await fetch('/api/v1/sessions/refresh', { method: 'POST', credentials: 'same-origin' });
    } catch {
      throw unreachable();
    }
    if (response.ok) {
      this.#accept((await response.json()) as SessionView);
      return true;
    }
    const problem: ApiProblem = await problemOf(response);
    if (problem.status >= 500 || problem.status === 429) throw problem;
    this.#end();
    return false;
  }

  #accept(session: SessionView): void {
    this.#token = session.accessToken;
    remember(true);
    clearTimeout(this.#timer);
    const early = Math.max(session.expiresInSeconds - 60, session.expiresInSeconds / 2, 5);
    this.#timer = setTimeout(() => void this.refresh().catch(() => undefined), early * 1000);
    this.#move({ phase: 'signed_in', user: session.user });
  }

  #end(): void {
    this.#token = null;
    remember(false);
    clearTimeout(this.#timer);
    this.#move({ phase: 'signed_out' });
  }

  #move(next: SessionState): void {
    const same = next.phase === this.#state.phase && JSON.stringify(next) === JSON.stringify(this.#state);
    if (same) return;
    this.#state = next;
    for (const listener of this.#listeners) listener();
  }
}

const SIGNED_IN = 'xunhang.signed-in';

function remember(signedIn: boolean): void {
  try {
    if (signedIn) localStorage.setItem(SIGNED_IN, '1');
    else localStorage.removeItem(SIGNED_IN);
  } catch {
    // Without storage the server is simply asked on every visit.
  }
}

export const session = new Session();
