import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';

const root = join(import.meta.dirname, '..', '..');
const read = (path: string) => readFileSync(join(root, path), 'utf8');

/** What a test can change while the browser runs. */
export interface FakeState {
  /** `broken` answers 500; `mute` serves a page without a widget. */
  widget: 'working' | 'broken' | 'mute';
  /** How it answers the handshake; `old` does not know getFunction. */
  greeting: 'welcome' | 'mismatch' | 'old';
  /** `down` breaks the connection off. */
  sessions: 'working' | 'down' | 'html';
  /** How long a session lives, in seconds */
  life: number;
  documents: number;
  /** The forms that were posted to /sessions */
  posts: Record<string, string>[];
  dismissed: number;
}

export interface FakeServer {
  state: FakeState;
  hostUrl: string;
  serverUrl: string;
  close(): void;
}

/** A host page on one site, and a server with a fake widget on another, both on one loopback port. */
export async function startFakeServer(): Promise<FakeServer> {
  const state: FakeState = {
    widget: 'working',
    greeting: 'welcome',
    sessions: 'working',
    life: 600,
    documents: 0,
    posts: [],
    dismissed: 0,
  };
  const server = createServer((request, response) => {
    const isHost = request.headers.host?.startsWith('host.');
    if (isHost) serveHost(request, response, serverUrl);
    else void serve(request, response, state, hostUrl);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const hostUrl = `http://host.localhost:${port}`;
  const serverUrl = `http://widget.localhost:${port}`;
  return { state, hostUrl, serverUrl, close: () => void server.close().closeAllConnections() };
}

/** Starts as a page may do at the earliest: before there is a body, with a configuration nobody can change. */
const earlyStart = `<script>
  const config = Object.freeze({ appKey: 'ak_1', hash: 'good', user: Object.freeze({ userId: 'u' }) });
  window.events = [];
  window.sdk = IntegryJS(config);
  window.sdk.eventEmitter.on('ready', (payload) => window.events.push(['ready', payload]));
</script>`;

/** `?csp=` becomes the page's policy, `?scripts=` chooses what stands in its head. */
function serveHost(request: IncomingMessage, response: ServerResponse, serverUrl: string): void {
  const { searchParams } = new URL(request.url ?? '/', 'http://host');
  const csp = searchParams.get('csp');
  const tag = `<script src="${serverUrl}/v1/integry.js"></script>`;
  const heads: Record<string, string> = {
    tag,
    none: '',
    early: tag + earlyStart,
    stub: `<script>${read('dist/loader/stub.js')}</script>`,
  };
  response.writeHead(200, { 'content-type': 'text/html', ...(csp && { 'content-security-policy': csp }) });
  response.end(`<!doctype html><head><title>Host</title>${heads[searchParams.get('scripts') ?? 'tag']}</head>
    <body><button id="outside">Outside</button><div style="height:300vh"></div>`);
}

async function serve(
  request: IncomingMessage,
  response: ServerResponse,
  state: FakeState,
  hostUrl: string,
): Promise<void> {
  const { pathname } = new URL(request.url ?? '/', 'http://server');
  const answer = (status: number, type: string, body: string) => {
    response.writeHead(status, { 'content-type': type, 'access-control-allow-origin': hostUrl }).end(body);
  };
  if (pathname === '/v1/integry.js') return answer(200, 'text/javascript', read('dist/loader/integry.js'));
  if (pathname === '/v1/integry.mjs') return answer(200, 'text/javascript', read('dist/loader/integry.mjs'));
  if (pathname === '/penpal.mjs') return answer(200, 'text/javascript', read('node_modules/penpal/dist/penpal.mjs'));
  if (pathname === '/dismissed') return (answer(204, 'text/plain', ''), void state.dismissed++);
  if (pathname === '/sessions') return session(state, await text(request), answer, () => request.socket.destroy());
  if (!pathname.startsWith('/embed/1/') || state.widget === 'broken') return answer(500, 'text/plain', 'broken');
  if (state.widget === 'mute') return answer(200, 'text/html', '<!doctype html>');
  state.documents += 1;
  const config = JSON.stringify({ origin: hostUrl, number: state.documents, greeting: state.greeting });
  const block = `<script type="application/json" id="fake-config">${config}</script>`;
  answer(200, 'text/html', read('loader/testing/fake-widget.html').replace('</head>', `${block}</head>`));
}

type Answer = (status: number, type: string, body: string) => void;

function session(state: FakeState, body: string, answer: Answer, drop: () => void): void {
  if (state.sessions === 'down') return drop();
  if (state.sessions === 'html') return answer(502, 'text/html', '<h1>Bad gateway</h1>');
  const form = Object.fromEntries(new URLSearchParams(body));
  state.posts.push(form);
  if (form.hash === 'bad') {
    const refusal = { detail: 'The hash is wrong.', code: 'invalid_hash', request_id: 'req_9' };
    return answer(401, 'application/json', JSON.stringify(refusal));
  }
  const expires_at = new Date(Date.now() + state.life * 1000).toISOString();
  const token = `token-${state.posts.length}`;
  answer(200, 'application/json', JSON.stringify({ token, expires_at, origin: '', user_id: '', workspace_name: '' }));
}
