import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { expect, it } from 'vitest';
import { appFolders, appOfFolder, draftFolder, draftFolders } from './app-folders.ts';
import { pieceFolders } from './pieces/piece-folders.ts';

it('app folders are told from drafts, packages and files', async () => {
  const parent = await mkdtemp(join(tmpdir(), 'app-folders-'));
  try {
    for (const name of ['beta', 'alpha', '_draft', '.hidden', 'node_modules']) await mkdir(join(parent, name));
    await symlink(join(parent, 'alpha'), join(parent, 'linked'), 'junction');
    await writeFile(join(parent, 'package.json'), '{}');
    await writeFile(join(parent, 'beta/app.json'), '{"piece":"@test/piece"}');
    await writeFile(join(parent, '_draft/app.json'), '{"piece":"@test/piece"}');
    expect(appFolders(parent).map((folder) => basename(folder))).toEqual(['alpha', 'beta', 'linked']);
    expect(draftFolders(parent)).toEqual([draftFolder(parent, 'draft')]);
    expect(draftFolders(parent).map(appOfFolder)).toEqual(['draft']);
    expect(pieceFolders(parent)).toEqual([join(parent, 'beta')]);
  } finally {
    await rm(parent, { recursive: true });
  }
});

it('the template is no app that ships', () => {
  const apps = join(import.meta.dirname, 'apps');
  expect(appFolders(apps).map(appOfFolder)).not.toContain('template');
  expect(draftFolders(apps).map(appOfFolder)).toEqual(['template']);
});
