import type { ServerResponse } from 'node:http';

/** Each way in which a third party can be in trouble. */
export const troubles = ['429', '500', '503', 'reset', 'drip', 'silence', 'large', 'bad-json'] as const;
export type Trouble = (typeof troubles)[number];

const LARGE_BYTES = 50 * 1024 * 1024;
const chunk = Buffer.alloc(64 * 1024, ' ');

export function makeTrouble(kind: string, response: ServerResponse): void {
  if (/^\d{3}$/.test(kind)) return answerWith(Number(kind), response);
  if (kind === 'reset') return void response.socket?.resetAndDestroy();
  if (kind === 'silence') return;
  response.writeHead(200, { 'Content-Type': 'application/json' });
  if (kind === 'bad-json') response.end('{"entries": [1, 2');
  else if (kind === 'drip') drip(response);
  else if (kind === 'large') pour(response, LARGE_BYTES);
  else response.end('{}');
}

function answerWith(status: number, response: ServerResponse): void {
  const body = { error: 'trouble' };
  response.writeHead(status, { 'Content-Type': 'application/json', 'Retry-After': '0' }).end(JSON.stringify(body));
}

/** A byte now and then, so that no idle time-out ever fires. */
function drip(response: ServerResponse): void {
  const timer = setInterval(() => void response.write(' '), 200);
  response.once('close', () => clearInterval(timer));
}

function pour(response: ServerResponse, left: number): void {
  if (response.destroyed) return;
  if (left <= 0) return void response.end();
  if (response.write(chunk)) setImmediate(() => pour(response, left - chunk.length));
  else response.once('drain', () => pour(response, left - chunk.length));
}
