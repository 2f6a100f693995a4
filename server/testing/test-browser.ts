import type { Hono } from 'hono';
import type { AppEnv } from '../http/app-env.ts';

export interface Answer {
  status: number;
  headers: Headers;
  text: string;
  /** The body, where it is JSON */
  body: Record<string, unknown>;
}

/** What a browser does to the server's own pages: it keeps cookies and sets the headers that scripts cannot. */
export class TestBrowser {
  readonly #app: Hono<AppEnv>;
  readonly #origin: string;
  readonly #cookies = new Map<string, string>();

  constructor(app: Hono<AppEnv>, origin: string) {
    this.#app = app;
    this.#origin = origin;
  }

  get cookieNames(): string[] {
    return [...this.#cookies.keys()];
  }

  /** Goes to an address, as a click or a redirect of a third party does. */
  open(url: URL | string): Promise<Answer> {
    return this.#send(url, { headers: { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' } });
  }

  /** Posts JSON from a page of the server itself; `headers` replace what a browser would send. */
  post(url: string, body: unknown, headers: Record<string, string> = {}): Promise<Answer> {
    const own = { origin: this.#origin, 'sec-fetch-site': 'same-origin', 'content-type': 'application/json' };
    return this.#send(url, { method: 'POST', body: JSON.stringify(body), headers: { ...own, ...headers } });
  }

  async #send(url: URL | string, init: { method?: string; body?: string; headers: Record<string, string> }) {
    const cookie = [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const headers = { ...init.headers, ...(cookie && { cookie }) };
    const response = await this.#app.request(new Request(new URL(url, this.#origin), { ...init, headers }));
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      this.#cookies.set(name, value);
    }
    return readAnswer(response);
  }
}

export async function readAnswer(response: Response): Promise<Answer> {
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.includes('json');
  return { status: response.status, headers: response.headers, text, body: isJson ? JSON.parse(text) : {} };
}
