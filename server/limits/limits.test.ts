import type { Hono } from 'hono';
import { afterEach, beforeAll, expect, test, vi } from 'vitest';
import type { AppEnv } from '../http/app-env.ts';
import type { Services } from '../services.ts';
import { describeOnEachDatabase } from '../testing/databases.ts';
import { testApp } from '../testing/test-app.ts';
import { testServices } from '../testing/test-services.ts';
import { makeWorkspace, sessionToken } from '../testing/test-workspace.ts';

describeOnEachDatabase('limits', (openTestDatabase) => {
  let services: Services;
  let app: Hono<AppEnv>;
  beforeAll(async () => {
    const limits = { address: 8, user: 3, workspace: 5 };
    services = await testServices(await openTestDatabase(), [], { limits, trustedProxies: 1 });
    app = testApp(services);
  });
  afterEach(() => vi.useRealTimers());

  const incoming = { socket: { remoteAddress: '10.0.0.1' } };
  const ask = async (path: string, headers: Record<string, string> = {}, address = '203.0.113.9') =>
    app.request(path, { method: 'GET', headers: { ...headers, 'x-forwarded-for': address } }, { incoming });

  test('of a user and a workspace are told with each answer, and end with the minute', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    const workspace = await makeWorkspace(services);
    const askAs = async (user: string) => {
      const token = await sessionToken(services, workspace, user);
      return ask('/verify-sdk-config', { authorization: `Bearer ${token}` }, `198.51.100.${user.length}`);
    };
    const first = await askAs('ann');
    expect(first.headers.get('ratelimit-policy')).toBe('"address";q=8;w=60, "user";q=3;w=60, "workspace";q=5;w=60');
    expect(first.headers.get('ratelimit')).toBe('"address";r=7;t=60, "user";r=2;t=60, "workspace";r=4;t=60');
    await askAs('ann');
    await askAs('ann');
    vi.advanceTimersByTime(20_000);
    const tooMany = await askAs('ann');
    expect(tooMany.status).toBe(429);
    expect(await tooMany.json()).toMatchObject({ code: 'rate_limited', detail: expect.stringContaining('The user') });
    expect(tooMany.headers.get('retry-after')).toBe('40');
    expect(tooMany.headers.get('ratelimit')).toBe('"address";r=4;t=40, "user";r=0;t=40');

    const statuses = [];
    for (const user of ['robert', 'robert', 'caroline']) statuses.push((await askAs(user)).status);
    expect(statuses).toEqual([200, 200, 429]);
    expect((await askAs('caroline')).headers.get('ratelimit')).toContain('"workspace";r=0;t=40');
    vi.advanceTimersByTime(40_000);
    expect((await askAs('ann')).status).toBe(200);
  });

  test('of an address come before anything is known of the caller, and cost the workspace nothing', async () => {
    const workspace = await makeWorkspace(services);
    const guess = () => ask('/function-calls', { 'app-key': workspace.appKey, 'app-secret': 'wrong' });
    for (let count = 0; count < 8; count++) expect((await guess()).status).toBe(401);
    expect((await guess()).status).toBe(429);
    expect((await ask('/icons/none')).status).toBe(404);
    const backend = { 'app-key': workspace.appKey, 'app-secret': workspace.appSecret };
    const own = await ask('/function-calls', backend, '203.0.113.10');
    expect(own.headers.get('ratelimit')).toContain('"workspace";r=4;');
    expect(own.status).toBe(200);
  });
});
