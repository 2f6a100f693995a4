import { get, request } from 'node:http';
import type { BenchServer } from '../apps/bench-server.ts';
import { median } from '../measure.ts';

const ROUNDS = 15;

export interface Answer {
  what: string;
  /** As they cross the network */
  bytes: number;
  /** Milliseconds, as for the floor: a request that asks for nothing */
  time: number;
  floor: number;
}

const asked: [what: string, path: string][] = [
  ['apps for the first screen', '/apps/cards/?page_size=30'],
  ['all apps, to search in', '/apps/cards/?page_size=1000'],
  ['apps by search on the server', '/apps/list/?search=invoice'],
  ['functions by search on the server', '/functions/list/?include=meta&search=invoice+list+7'],
];

/** How long the server takes for what a surface asks of it, and how much it sends. */
export async function measureAnswers({ localUrl, workspace }: BenchServer): Promise<Answer[]> {
  const { appKey, userId, hash } = workspace.configFor('bench');
  const identity = new URLSearchParams({ app_key: appKey, user_id: userId, hash });
  const answers: Answer[] = [];
  for (const [what, path] of asked) {
    const times: number[] = [];
    const floors: number[] = [];
    let bytes = 0;
    for (let round = 0; round < ROUNDS; round++) {
      floors.push((await send('GET', `${localUrl}/health/`)).time);
      const answer = await send('POST', `${localUrl}${path}&${identity}`);
      times.push(answer.time);
      bytes = answer.bytes;
    }
    answers.push({ what, bytes, time: median(times), floor: median(floors) });
  }
  return answers;
}

/** Not by fetch: that would tell the bytes after they were decompressed. */
function send(method: 'GET' | 'POST', url: string): Promise<{ bytes: number; time: number }> {
  return new Promise((resolve, reject) => {
    const started = performance.now();
    const options = { method, headers: { 'accept-encoding': 'br, gzip' } };
    const sent = (method === 'GET' ? get : request)(url, options, (response) => {
      let bytes = 0;
      response.on('data', (chunk: Buffer) => (bytes += chunk.length));
      response.on('error', reject);
      response.on('end', () => {
        if (response.statusCode !== 200) return reject(new Error(`${url} answered ${response.statusCode}`));
        resolve({ bytes, time: performance.now() - started });
      });
    });
    sent.on('error', reject).end();
  });
}
