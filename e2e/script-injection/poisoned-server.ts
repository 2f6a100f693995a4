import { once } from 'node:events';
import { createServer, request as send, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { payloads } from './payloads.ts';

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** What a human wrote, and the links that came with it: whatever an app, a function, an account or an error can carry. */
const written =
  /^(title|description|display_name|detail|message|workspace_name|placeholder|icon_url|docs_url|help_url|request_id)$/;

export interface PoisonedServer {
  url: string;
  /** Where the real server is, as Node reaches it */
  target: string;
  close(): void;
}

/** What stands in place of a text, by its key, and in that of an error's explanation. */
export interface Poison {
  textFor(key: string): string;
  detail: string;
}

/** Each key comes to every payload. */
const everyPayload: Poison = { textFor: nextFor, detail: payloads.join('\n') };

/**
 * Stands before a real server, as its public address, and puts a payload into every text of its answers. Lists are made as
 * long as there are payloads, and what ends an account or takes credentials fails with all of them.
 */
export async function startPoisonedServer(poison = everyPayload): Promise<PoisonedServer> {
  const server = createServer((request, response) => void serve(request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const poisoned: PoisonedServer = {
    url: `http://widget.localhost:${port}`,
    target: '',
    close: () => void server.close().closeAllConnections(),
  };
  let submissions = 0;

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method, url = '/' } = request;
    // The first credentials are refused, the next ones are taken: then there is an account.
    const isRefused = method === 'DELETE' || (/\/credentials$/.test(url) && method === 'POST' && ++submissions === 1);
    const code = method === 'DELETE' ? 'provider_unreachable' : 'credentials_rejected';
    if (isRefused) return refuse(response, code, poison.detail);
    const headers = { ...request.headers, 'accept-encoding': 'identity' };
    const answer = await new Promise<IncomingMessage>((resolve, reject) => {
      request.pipe(send(`${poisoned.target}${url}`, { method, headers }, resolve).on('error', reject));
    });
    const { statusCode = 500 } = answer;
    if (!answer.headers['content-type']?.startsWith('application/json')) {
      return void answer.pipe(response.writeHead(statusCode, answer.headers));
    }
    const { 'content-length': _, ...rest } = answer.headers;
    const body = await text(answer);
    response
      .writeHead(statusCode, rest)
      .end(body && JSON.stringify(withPoison(JSON.parse(body) as Json, poison.textFor)));
  }

  return poisoned;
}

function refuse(response: ServerResponse, code: string, detail: string): void {
  response.writeHead(502, { 'content-type': 'application/json' });
  response.end(JSON.stringify({ detail, code, request_id: payloads[0] }));
}

/** By key: how many texts it has had */
const turns = new Map<string, number>();

function nextFor(key: string): string {
  const turn = turns.get(key) ?? 0;
  turns.set(key, turn + 1);
  return payloads[turn % payloads.length]!;
}

/** The same value with payloads for its texts, each in its turn, and with lists of all of them. */
function withPoison(value: Json, textFor: Poison['textFor']): Json {
  if (Array.isArray(value)) return value.map((item) => withPoison(item, textFor));
  if (value === null || typeof value !== 'object') return value;
  const poisoned: { [key: string]: Json } = {};
  for (const [key, held] of Object.entries(value)) {
    if (written.test(key) && typeof held === 'string') poisoned[key] = textFor(key);
    else if (key === 'categories') poisoned[key] = [textFor(key)];
    else poisoned[key] = withPoison(isList(key, held) ? repeated(held) : held, textFor);
  }
  return poisoned;
}

function isList(key: string, value: Json): value is { [key: string]: Json }[] {
  return /^(apps|cards|functions|connected_accounts)$/.test(key) && Array.isArray(value) && value.length > 0;
}

/** One entry for each payload, under names and ids of their own. */
function repeated(list: { [key: string]: Json }[]): Json[] {
  return payloads.map((_, index) => {
    const entry = list[index % list.length]!;
    if (index < list.length) return entry;
    const own: { [key: string]: Json } = { ...entry };
    if (typeof entry.name === 'string') own.name = `${entry.name}-${index}`;
    if (typeof entry.id === 'number') own.id = 100_000 + index;
    return own;
  });
}
