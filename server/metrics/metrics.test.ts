import { beforeAll, expect, test } from 'vitest';
import { ConnectorError } from '#connectors/kit/errors.ts';
import { CrmWorld } from '../testing/crm-world.ts';
import { describeOnEachDatabase } from '../testing/databases.ts';

describeOnEachDatabase('metrics', (openTestDatabase) => {
  let world: CrmWorld;
  beforeAll(async () => {
    world = await CrmWorld.open(await openTestDatabase());
  });

  /** The series of this metric, with their values. */
  const series = async (name: string) =>
    (await world.metrics()).split('\n').filter((line) => line.startsWith(`${name}{`));
  const call = (user: string, name: string) =>
    world.post(user, '/functions/crm-add-person/call?search=canary', { name, _cursor: '' });

  test('count calls by app and outcome, and requests by route and status', async () => {
    await call('canary-user', 'refused for want of an account');
    await world.connect('canary-user');
    await call('canary-user', 'canary-name');
    await call('canary-user', 'canary-name');
    world.answerWith(async () => ({ status: 404, output: { error: 'canary' } }));
    await call('canary-user', 'canary-name');
    world.answerWith(async () => Promise.reject(new ConnectorError('provider_unreachable', 'canary')));
    await call('canary-user', 'canary-name');
    expect((await series('integry_function_calls_total')).sort()).toEqual([
      'integry_function_calls_total{app="crm",outcome="2xx"} 2',
      'integry_function_calls_total{app="crm",outcome="4xx"} 1',
      'integry_function_calls_total{app="crm",outcome="provider_unreachable"} 1',
      'integry_function_calls_total{app="crm",outcome="refused"} 1',
    ]);
    expect(await series('integry_function_call_duration_seconds_count')).toEqual([
      'integry_function_call_duration_seconds_count{app="crm"} 5',
    ]);
    const requests = await series('integry_http_request_duration_seconds_count');
    const labels = 'method="POST",route="/functions/:name/call"';
    expect(requests).toContain(`integry_http_request_duration_seconds_count{${labels},status="200"} 4`);
    expect(requests).toContain(`integry_http_request_duration_seconds_count{${labels},status="502"} 1`);
    expect(await world.metrics()).not.toContain('canary');
  });

  test('have no more series however many paths, names and methods somebody thinks of', async () => {
    const before = (await world.metrics()).split('\n').length;
    for (let index = 0; index < 30; index++) {
      await world.ask('GET', `/nothing/${index}`);
      await world.ask(`METHOD${index}`, '/health');
      await world.ask('POST', `/functions/none-${index}/call`);
      await world.post('ann', `/functions/none-${index}/call`, {});
    }
    const requests = await series('integry_http_request_duration_seconds_count');
    expect(requests).toContain(
      'integry_http_request_duration_seconds_count{method="none",route="none",status="404"} 30',
    );
    expect(requests).toContain(
      'integry_http_request_duration_seconds_count{method="none",route="none",status="405"} 30',
    );
    // Two statuses of what no route answers, and two of a route: thirteen buckets, a count and a sum of each.
    expect((await world.metrics()).split('\n').length - before).toBe(4 * 15);
  });
});
