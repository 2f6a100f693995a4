import { connectSandbox } from '../harness/connect.ts';
import type { HostPage } from '../harness/host-page.ts';
import { expect, test } from '../harness/test.ts';
import type { World } from '../harness/world.ts';

/** A policy that allows us what we need, and nothing to anybody else. `without` loses its source for us. */
function policy(world: World, without?: string): string {
  const { url } = world.server;
  const directives: Record<string, string> = {
    'default-src': "'none'",
    'script-src': `'nonce-page' ${url}`,
    'frame-src': url,
    'connect-src': url,
    'base-uri': "'none'",
    'require-trusted-types-for': "'script'",
    'trusted-types': "'none'",
  };
  if (without) directives[without] = "'self'";
  return Object.entries(directives)
    .map(([name, value]) => `${name} ${value}`)
    .join('; ');
}

const path = '/strict-csp/host.html';

/** The page's policy violations, counted by the page itself. */
const violations = (host: HostPage): Promise<string[]> =>
  host.page.evaluate(() => (globalThis as unknown as { violations: string[] }).violations);

test.afterEach(({ world }) => world.site.setHeaders({}));

test('a page with a strict policy needs three sources for us, and sees no violation', async ({
  openHost,
  world,
  user,
}) => {
  world.site.setHeaders({ 'Content-Security-Policy': policy(world) });
  const host = await openHost({ path });
  await connectSandbox(host, user);
  expect(await host.value('invokeFunction', 'sandbox-list-contacts', {})).toMatchObject({ network_code: '200' });
  await host.call('destroy');
  expect(await violations(host)).toEqual([]);
});

for (const directive of ['frame-src', 'connect-src']) {
  test(`a policy whose ${directive} forbids us is named in the error`, async ({ openHost, world, user }) => {
    world.site.setHeaders({ 'Content-Security-Policy': policy(world, directive) });
    const host = await openHost({ path, start: false });
    await host.start(world.workspace.configFor(user));
    const error = await host.event('error');
    expect(error).toMatchObject({ code: 'csp_blocked', message: expect.stringContaining(directive) });
    expect(await host.call('isAppConnected', 'sandbox')).toMatchObject({ ok: false, code: 'csp_blocked' });
    expect(await host.count('ready')).toBe(0);
  });
}
