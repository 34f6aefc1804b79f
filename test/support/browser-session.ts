/** An answer of the API as a browser's script sees it. */
export interface BrowserAnswer<Body> {
  status: number;
  headers: Headers;
  body: Body;
}

/** A browser of the console: it keeps the session cookie and sends its origin, as browsers do. */
export interface Browser {
  get<Body = unknown>(path: string, token?: string): Promise<BrowserAnswer<Body>>;
  post<Body = unknown>(path: string, body?: unknown, token?: string): Promise<BrowserAnswer<Body>>;
  delete<Body = unknown>(path: string, token?: string): Promise<BrowserAnswer<Body>>;
  /** A POST with these headers and the cookie, and without an origin of its own. */
  bare<Body = unknown>(path: string, headers: Record<string, string>): Promise<BrowserAnswer<Body>>;
  /** The refresh token in the cookie jar. */
  cookie(): string | undefined;
}

const COOKIE = 'xunhang_session';

/** A browser with an empty cookie jar, or with a copy of another's refresh token. */
export function browserAt(url: string, refreshToken?: string): Browser {
  let jar = refreshToken;
  const send = async <Body>(
    method: string,
    path: string,
    headers: Record<string, string>,
    body?: unknown,
  ): Promise<BrowserAnswer<Body>> => {
    const response = await fetch(`${url}${path}`, {
      method,
      headers: {
        ...headers,
        ...(jar && path.startsWith('/api/v1/sessions') ? { cookie: `${COOKIE}=${jar}` } : {}),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    for (const cookie of response.headers.getSetCookie()) {
      const value = new RegExp(`^${COOKIE}=([^;]*)`).exec(cookie)?.[1];
      if (value !== undefined) jar = value || undefined;
    }
    const text = await response.text();
    return {
      status: response.status,
      headers: response.headers,
      body: (text === '' ? undefined : JSON.parse(text)) as Body,
    };
  };
  const own = (token?: string) => ({
    origin: url,
    ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
  });
  return {
    get: (path, token) => send('GET', path, own(token)),
    post: (path, body, token) => send('POST', path, own(token), body),
    delete: (path, token) => send('DELETE', path, own(token)),
    bare: (path, headers) => send('POST', path, headers),
    cookie: () => jar,
  };
}
