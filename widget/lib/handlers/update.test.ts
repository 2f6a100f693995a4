import { expect, test, vi } from 'vitest';
import type { Surfaces } from '../state/surfaces.svelte.ts';
import { update } from './update.ts';

const surfaces = { update: vi.fn(async () => undefined) };
const run = update(surfaces as unknown as Surfaces);
const surface = '3f2b8c1e-7c1d-4e0a-9b35-0d2b6f4a8c11';

test('an instance keeps what an update does not name, and answers with the whole', async () => {
  await run([{ locale: 'de' }, null], surface);
  expect(await run([{ texts: { 'apps.title': 'Integrations' } }, null], surface)).toEqual({
    locale: 'de',
    texts: { 'apps.title': 'Integrations' },
  });
});

test('the options of a surface go to the surface, parsed', async () => {
  expect(await run([{ layout: 'COMPACT', locale: 'de' }, surface], surface)).toBeNull();
  expect(surfaces.update).toHaveBeenCalledWith(surface, { layout: 'COMPACT', locale: 'de' });
});

test.each([
  [{ layout: 'COMPACT' }, null, 'update: options must be an object with appearance, locale or texts.'],
  [{ layout: 'TALL' }, surface, 'update: options must be "COMFORTABLE" or "COMPACT".'],
  [{ renderMode: 'INLINE' }, surface, /^update: options must be an object with layout, /],
  [{ appName: 'No App' }, surface, 'update: options must be an app name such as "slack".'],
])('a wrong option is named: %j', async (options, target, message) => {
  await expect(run([options, target], surface)).rejects.toMatchObject({
    code: 'invalid_argument',
    message: typeof message === 'string' ? message : (expect.stringMatching(message) as unknown),
  });
});
