/** What a person does in the popup, for tests without a browser. */
export interface Decision {
  user?: string;
  password?: string;
  /** `deny` where it is absent means: allow */
  deny?: boolean;
}

/**
 * Opens an authorization URL of the sandbox, signs in, decides, and answers the address the sandbox sends the browser to: the
 * client's redirect URI with `code` or `error`. Node resolves no `*.localhost`, so such hosts are reached at 127.0.0.1.
 */
export async function decideConsent(authorizationUrl: string, decision: Decision = {}): Promise<URL> {
  const { origin } = new URL(authorizationUrl);
  const cookies = new Map<string, string>();
  let next = new URL(authorizationUrl);
  let form: URLSearchParams | undefined;

  for (let step = 0; step < 20; step += 1) {
    const response = await send(next, cookies, form);
    form = undefined;
    const location = response.headers.get('location');
    if (location !== null) {
      next = new URL(location, next);
      if (next.origin !== origin) return next;
      continue;
    }
    const page = await response.text();
    if (!response.ok) throw new Error(`The sandbox answered ${response.status} at ${next.pathname}: ${page}`);
    const isSignIn = page.includes('/sign-in"');
    const action = isSignIn ? 'sign-in' : decision.deny ? 'deny' : 'allow';
    next = new URL(`${next.pathname}/${action}`, next);
    form = new URLSearchParams(
      isSignIn ? { user: decision.user ?? 'demo', password: decision.password ?? 'demo' } : undefined,
    );
  }
  throw new Error('The sandbox asked for more than twenty steps.');
}

async function send(url: URL, cookies: Map<string, string>, form?: URLSearchParams): Promise<Response> {
  const reachable = new URL(url);
  if (url.hostname.endsWith('.localhost')) reachable.hostname = '127.0.0.1';
  const response = await fetch(reachable, {
    method: form ? 'POST' : 'GET',
    body: form,
    headers: { Cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') },
    redirect: 'manual',
    signal: AbortSignal.timeout(10_000),
  });
  for (const line of response.headers.getSetCookie()) {
    const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
    if (value === '') cookies.delete(name);
    else cookies.set(name, value);
  }
  return response;
}
