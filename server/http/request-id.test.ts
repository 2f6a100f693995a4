import { setTimeout as wait } from 'node:timers/promises';
import { Hono } from 'hono';
import { expect, test } from 'vitest';
import { createLogger } from '../log.ts';
import type { AppEnv } from './app-env.ts';
import { answerErrors } from './error-response.ts';
import { requestId } from './request-id.ts';
import { requestLog } from './request-log.ts';

const ours = /^[\da-f]{8}-[\da-f-]{27}$/;

async function idFor(given: string, trustsCaller: boolean): Promise<string | null> {
  const app = new Hono<AppEnv>();
  app.use(requestId(trustsCaller)).get('/', (c) => c.text('done'));
  return (await app.request('/', { headers: { 'x-request-id': given } })).headers.get('x-request-id');
}

test.each(['4bf92f3577b34da6a3ce929d0e0e4736', 'req_0123456789', 'a.b-c_d1'])(
  'the id %s is taken over from a proxy that is trusted, and from nobody else',
  async (id) => {
    expect(await idFor(id, true)).toBe(id);
    expect(await idFor(id, false)).toMatch(ours);
  },
);

test.each(['', 'short', 'x'.repeat(65), 'with space 1', '"quoted-id"', '../../etc/passwd', 'äöüäöüäöü', 'a=b&c=d&e'])(
  'an id that is not well-formed is not taken over: %s',
  async (id) => {
    expect(await idFor(encodeURI(id), true)).toMatch(ours);
  },
);

test('every line that a request writes has its id, however deep and late it is written', async () => {
  let text = '';
  const log = createLogger('debug', { write: (line) => void (text += line) });
  const later = Promise.withResolvers<void>();
  const deep = async (name: string) => {
    await wait(Number(name) % 3);
    log.warn('deep', { app: name });
    void wait(5).then(() => (log.info('late', { app: name }), name === '9' && later.resolve()));
  };
  const app = new Hono<AppEnv>();
  app.onError(answerErrors(log));
  app.use(requestId(), requestLog(log)).get('/:name', async (c) => {
    await deep(c.req.param('name'));
    throw new Error('trouble');
  });
  const names = Array.from({ length: 10 }, (_, index) => String(index));
  const answers = await Promise.all(names.map(async (name) => app.request(`/${name}`)));
  await later.promise;
  await expect.poll(() => text.match(/"late"/g)).toHaveLength(10);
  log.info('outside');

  const lines = text.split('\n').flatMap((line) => (line ? [JSON.parse(line) as Record<string, string>] : []));
  for (const [index, name] of names.entries()) {
    const id = answers[index]!.headers.get('x-request-id');
    const written = lines.filter((line) => line.requestId === id);
    expect(written.map(({ msg }) => msg).sort()).toEqual(['deep', 'late', 'request', 'request failed']);
    for (const { app: said } of written) expect(said ?? name).toBe(name);
  }
  expect(lines.at(-1)).not.toHaveProperty('requestId');
});
