import { execFileSync } from 'node:child_process';
import { root } from '../harness/child-process.ts';
import type { IntegryJSConstructor } from '../../loader/index.d.ts';
import { expect, test } from '../harness/test.ts';

interface Modules {
  modules: { IntegryJS: IntegryJSConstructor; named: IntegryJSConstructor };
}

test('as an ES module from the customer’s own bundle, with the server named', async ({ openHost, world, user }) => {
  const host = await openHost({ path: '/module-and-server-rendering/host.html', start: false });
  const config = { ...world.workspace.configFor(user), baseUrl: world.server.url };
  await host.page.waitForFunction(() => 'modules' in globalThis);
  expect(await host.page.evaluate(() => 'IntegryJS' in globalThis)).toBe(false);
  await host.page.evaluate((given) => {
    const { IntegryJS, named } = (globalThis as unknown as Modules).modules;
    if (IntegryJS !== named) throw new Error('The default export is another one than the named.');
    globalThis.host.watch(IntegryJS(given), 'sdk');
  }, config);
  await host.event('ready');
  expect(await host.value('isAppConnected', 'sandbox')).toBe(false);
});

test('without a base URL the module says what is missing', async ({ openHost, world, user }) => {
  const host = await openHost({ path: '/module-and-server-rendering/host.html', start: false });
  await host.page.waitForFunction(() => 'modules' in globalThis);
  await host.page.evaluate((given) => {
    globalThis.host.watch((globalThis as unknown as Modules).modules.IntegryJS(given), 'sdk');
  }, world.workspace.configFor(user));
  expect(await host.event('error')).toMatchObject({
    code: 'invalid_config',
    message: expect.stringContaining('baseUrl'),
  });
});

/** Runs in a Node of its own, where there is no window. */
function inNode(script: string): unknown {
  const output = execFileSync(process.execPath, ['--input-type=module', '--eval', script], {
    cwd: root,
    encoding: 'utf8',
  });
  return JSON.parse(output);
}

test('rendering on a server: the import does nothing, and an instance settles every call', () => {
  const result = inNode(`
    const before = Reflect.ownKeys(globalThis).length;
    const { IntegryJS } = await import('integry-js');
    const added = Reflect.ownKeys(globalThis).length - before;
    const sdk = new IntegryJS({ appKey: 'ak_x', userId: 'jane', hash: 'x', baseUrl: 'http://localhost:1' });
    const error = await new Promise((resolve) => sdk.eventEmitter.on('error', resolve));
    const codes = [];
    for (const method of ['connectApp', 'isAppConnected', 'invokeFunction', 'showApps']) {
      await sdk[method]('slack').catch(({ code }) => codes.push(code));
    }
    await sdk.destroy();
    console.log(JSON.stringify({ added, event: error.code, codes }));`);
  expect(result).toEqual({
    added: 0,
    event: 'invalid_config',
    codes: ['invalid_config', 'invalid_config', 'invalid_config', 'invalid_config'],
  });
});

test('the server entry makes the hash that the server takes', ({ world, user }) => {
  const { appSecret } = world.workspace;
  const hash = inNode(`
    const { getAuthHash } = await import('integry-js/server');
    console.log(JSON.stringify(await getAuthHash(${JSON.stringify(user)}, ${JSON.stringify(appSecret)})));`);
  expect(hash).toBe(world.workspace.hashOf(user));
});
