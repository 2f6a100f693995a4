import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createOnce, hasCode, isMissing } from './whole-file.ts';

describe('a file that is made once', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'integry-once-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('is its owner’s alone, in a folder that is made with it, and leaves no draft', async () => {
    const file = path.join(folder, 'data', 'file');
    expect(await createOnce(file, 'text')).toBe('text');
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect((await stat(path.dirname(file))).mode & 0o777).toBe(0o700);
    expect(await readdir(path.dirname(file))).toEqual(['file']);
  });

  it('stays as whoever came first has made it', async () => {
    const file = path.join(folder, 'file');
    await writeFile(file, 'first');
    expect(await createOnce(file, 'second')).toBe('first');
    const texts = await Promise.all(['a', 'b', 'c'].map((text) => createOnce(path.join(folder, 'other'), text)));
    expect(new Set(texts)).toEqual(new Set([await readFile(path.join(folder, 'other'), 'utf8')]));
    expect((await readdir(folder)).sort()).toEqual(['file', 'other']);
  });

  it('is not made where that cannot be', async () => {
    await writeFile(path.join(folder, 'file'), '');
    await expect(createOnce(path.join(folder, 'file', 'below'), 'text')).rejects.toThrow();
    expect(await readdir(folder)).toEqual(['file']);
  });
});

it.each([
  [Object.assign(new Error('gone'), { code: 'ENOENT' }), true],
  [Object.assign(new Error('gone'), { code: 'EACCES' }), false],
  [new Error('ENOENT'), false],
  [{ code: 'ENOENT' }, false],
  [undefined, false],
])('%s is a missing file: %s', (error, expected) => {
  expect(isMissing(error)).toBe(expected);
  expect(hasCode(error, 'ENOENT')).toBe(expected);
});
