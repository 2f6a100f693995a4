import { spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { addConnector, type AddOptions } from './add.ts';
import { describeConnector } from './describe.ts';
import { removeConnector } from './remove.ts';
import { testConnector } from './test.ts';
import { temporaryContext, type TemporaryContext } from './testing/temporary-context.ts';

/** Packages as npm has them, installed from tarballs: no registry is asked. */

const code = (piece: string) => `exports.acme = ${piece}; const api = 'https://api.acme.example/v1';`;
const action = `{ name: 'add_note', displayName: 'Add note', props: {}, run: async () => ({}) }`;
const piece = `{ displayName: 'Acme', description: 'Notes', auth: { type: 'SECRET_TEXT' }, _actions: { add_note: ${action} },
  _triggers: { new_note: {} } }`;

let packages: string;
let context: TemporaryContext;
beforeAll(async () => {
  packages = await mkdtemp(join(tmpdir(), 'packages-'));
});
afterAll(() => rm(packages, { recursive: true }));
beforeEach(async () => {
  vi.stubEnv('npm_config_offline', 'true');
  context = await temporaryContext();
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await context.close();
});

/** The tarball of a package; it is called `@test/piece-<name>`. */
async function pack(name: string, content: string, manifest: Record<string, unknown> = {}): Promise<string> {
  const folder = join(packages, name);
  await mkdir(folder, { recursive: true });
  const packageFile = { name: `@test/piece-${name}`, version: '1.2.3', main: 'index.js', ...manifest };
  await writeFile(join(folder, 'package.json'), JSON.stringify(packageFile));
  await writeFile(join(folder, 'index.js'), content);
  const shell = process.platform === 'win32';
  const { stdout } = spawnSync('npm', ['pack', '--silent'], { cwd: folder, encoding: 'utf8', shell });
  return join(folder, stdout.trim());
}

const add = (tarball: string, options: AddOptions = {}) => addConnector(context, tarball, options);
const readJson = async (path: string) =>
  JSON.parse(await readFile(join(context.connectorsDir, path), 'utf8')) as Record<string, unknown>;

describe('adding a piece', () => {
  it('pins it, proposes hosts of its code, records its names, and shows what it found', async () => {
    await add(await pack('acme', code(piece)));
    expect(await context.entries()).toEqual(['acme', 'node_modules', 'package-lock.json', 'package.json']);
    const { packages: locked } = (await readJson('package-lock.json')) as { packages: Record<string, unknown> };
    expect(locked['node_modules/@test/piece-acme']).toMatchObject({
      version: '1.2.3',
      integrity: expect.stringMatching(/^sha512-/),
    });
    expect(await readJson('acme/app.json')).toEqual({
      name: 'acme',
      title: 'Acme',
      description: 'Notes',
      hosts: ['api.acme.example'],
      piece: '@test/piece-acme',
    });
    expect(await readJson('acme/names.json')).toEqual({ add_note: 'add-note' });
    expect(context.lines.join('\n')).toMatch(
      /is pinned to 1\.2\.3\.\n[^]*functions +1: 0 that read, 1 that act\n[^]*triggers +1/,
    );
  });

  it('gives two apps one package, which stays as long as one of them does', async () => {
    await add(await pack('acme', code(piece)));
    await addConnector(context, '@test/piece-acme@1.2.3', { name: 'other', host: ['acme.example'] });
    await expect(addConnector(context, '@test/piece-acme@2.0.0', { name: 'third' })).rejects.toThrow(
      '@test/piece-acme 1.2.3 is installed for acme, other, and there can be one version at a time.',
    );
    await removeConnector(context, 'acme');
    await testConnector(context, 'other');
    await removeConnector(context, 'other');
    expect(await context.entries()).toEqual([]);
  });

  it('keeps a draft with its package where the code shows no hosts', async () => {
    const tarball = await pack('hostless', `exports.piece = ${piece};`);
    await expect(add(tarball)).rejects.toThrow(/The draft is in .*_hostless\. Write what is missing/);
    expect(context.lines).toContainEqual(expect.stringMatching(/^missing: app\.json, \/hosts: /));
    expect(await context.entries()).toContain('node_modules');
    const app = { ...(await readJson('_hostless/app.json')), hosts: ['api.acme.example'] };
    await writeFile(join(context.connectorsDir, '_hostless/app.json'), JSON.stringify(app));
    await testConnector(context, 'hostless');
    await describeConnector(context, 'hostless');
    expect(await context.entries()).toContain('hostless');
  });

  it('refuses a package that depends on others before anything of it is run', async () => {
    const dependency = await pack('dependency', '');
    const legacy = await pack('legacy', code(piece), {
      dependencies: { '@test/piece-dependency': `file:${dependency}` },
    });
    const run = vi.spyOn(context.workers, 'run');
    await expect(add(legacy)).rejects.toThrow(
      '@test/piece-legacy 1.2.3 depends on other packages (@test/piece-dependency), so it is no piece that can be used',
    );
    expect(run).not.toHaveBeenCalled();
    expect(await context.entries()).toEqual([]);
  });

  it('uninstalls a package that is no piece to use, and leaves the others', { timeout: 60_000 }, async () => {
    await add(await pack('acme', code(piece)));
    for (const [name, content, message] of [
      ['add', 'exports.add = (a, b) => a + b;', /cannot be used: The package exports no piece/],
      ['throw', `throw new Error('not today')`, /@test\/piece-throw 1\.2\.3 cannot be used: not today/],
      ['form', code('{ displayName: 1, _actions: {} }'), /a piece of a form we do not know, at title/],
      ['auth', code(piece.replace('SECRET_TEXT', 'MAGIC')), /no way to connect that we can offer/],
      ['nothing', code(piece.replace(`add_note: ${action}`, '')), /the piece has no function to call/],
    ] as const) {
      await expect(add(await pack(name, content))).rejects.toThrow(message);
      expect(await context.entries()).toEqual(['acme', 'node_modules', 'package-lock.json', 'package.json']);
      expect((await readJson('package.json')).dependencies).toEqual({ '@test/piece-acme': expect.any(String) });
    }
  });

  it('says that npm got no package, and leaves nothing behind', async () => {
    const empty = join(packages, 'empty.tgz');
    await writeFile(empty, '');
    await expect(add(empty)).rejects.toThrow(/^npm could not read .*empty\.tgz: /);
    await expect(addConnector(context, '@test/piece-nosuch', {})).rejects.toThrow(
      /^npm could not install @test\/piece-nosuch: /,
    );
    expect(await context.entries()).toEqual([]);
  });

  it('says what is missing where no walls can be put up, before anything is installed', async () => {
    vi.stubEnv('PATH', packages);
    await expect(addConnector({ ...context, isolation: 'namespaces' }, '@test/piece-acme', {})).rejects.toThrow(
      /install bubblewrap .* set PIECE_ISOLATION=process/,
    );
    expect(await context.entries()).toEqual([]);
  });
});
