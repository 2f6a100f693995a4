import type { HostPage } from '../harness/host-page.ts';
import { expect, test } from '../harness/test.ts';

async function connectPipedrive(host: HostPage, token: string): Promise<string> {
  const connecting = host.call('connectApp', 'pipedrive');
  await host.sheet.submitCredentials({ 'API token': token });
  const outcome = await connecting;
  expect(outcome).toMatchObject({ ok: true });
  return outcome.ok ? outcome.value : '';
}

test('a wrong key is refused in the form, the right one connects', async ({ openHost, world }) => {
  const host = await openHost();
  const connecting = host.call('connectApp', 'pipedrive');
  await host.sheet.submitCredentials({ 'API token': 'f'.repeat(40) });
  await expect(host.sheet.problem).toBeVisible();
  expect(await host.count('app-connected')).toBe(0);

  await host.sheet.submitCredentials({ 'API token': world.pipedrive.token });
  expect(await connecting).toEqual({ ok: true, value: expect.stringMatching(/^[1-9]\d*$/) });
  const [account] = await host.value('getConnectedAccounts', 'pipedrive');
  expect(account?.display_name).toMatch(/./);
  expect(JSON.stringify(await host.log())).not.toContain(world.pipedrive.token);
});

test('keys that are empty, hold line breaks or are enormous never reach the third party', async ({
  openHost,
  world,
}) => {
  const host = await openHost();
  const made = host.page.waitForRequest((request) => request.url().endsWith('/connect-attempts'));
  const connecting = host.call('connectApp', 'pipedrive');
  const before = world.pipedrive.requests.length;
  await host.sheet.submitCredentials({ 'API token': '' });
  await host.sheet.submitCredentials({ 'API token': 'k'.repeat(100_000) });
  await expect(host.sheet.problem).toBeVisible();
  expect(world.pipedrive.requests.length).toBe(before);

  // A text field takes no line break, so what follows is said to the server itself.
  const request = await made;
  const { id } = request.postDataJSON() as { id: string };
  for (const key of ['a\r\nX-Injected: 1', `${world.pipedrive.token}\n`]) {
    const answer = await fetch(`${world.server.localUrl}/connect-attempts/${id}/credentials`, {
      method: 'POST',
      headers: {
        'Content-Type': 'application/json',
        Authorization: (await request.headerValue('authorization')) ?? '',
      },
      body: JSON.stringify({ scheme: 'api_token', values: { api_token: key } }),
    });
    expect(answer.status, key).toBeGreaterThanOrEqual(400);
    expect(answer.status, key).toBeLessThan(500);
  }
  expect(world.pipedrive.requests.length).toBe(before);
  await host.sheet.cancel();
  expect(await connecting).toMatchObject({ ok: false, code: 'connect_cancelled' });
});

test('the calls of the reference: a person is added, and all persons come in three pages', async ({
  openHost,
  world,
}) => {
  const host = await openHost();
  await connectPipedrive(host, world.pipedrive.token);

  const added = await host.value('invokeFunction', 'pipedrive-add-a-person', { name: 'Sample contact' });
  expect(added).toMatchObject({
    network_code: expect.stringMatching(/^20[01]$/),
    output: { success: true, data: { id: expect.any(Number), name: 'Sample contact', first_name: 'Sample' } },
  });

  const everything = await host.value('invokeFunction', 'pipedrive-get-all-persons', { limit: 500 });
  expect(everything).toMatchObject({ network_code: '200', output: { success: true } });
  const count = (everything as unknown as { output: { data: unknown[] } }).output.data.length;
  const limit = Math.ceil(count / 3);

  const pages: unknown[][] = [];
  let cursor = '';
  do {
    const params = cursor ? { limit, next_page: cursor } : { limit };
    const page = (await host.value('invokeFunction', 'pipedrive-get-all-persons', params)) as unknown as {
      network_code: string;
      output: { data: { id: number }[] };
      next_page: string;
    };
    expect(page.network_code).toBe('200');
    pages.push(page.output.data.map(({ id }) => id));
    cursor = page.next_page;
  } while (cursor);
  expect(pages).toHaveLength(3);
  expect(new Set(pages.flat()).size).toBe(count);
});

test('parameters that do not fit are refused with their names, and nothing is sent', async ({ openHost, world }) => {
  const host = await openHost();
  await connectPipedrive(host, world.pipedrive.token);
  const before = world.pipedrive.requests.length;
  expect(await host.value('invokeFunction', 'pipedrive-add-a-person', {})).toMatchObject({
    error: expect.any(String),
    error_details: { name: expect.any(String) },
  });
  expect(await host.value('invokeFunction', 'pipedrive-get-all-persons', { limit: 'many' })).toMatchObject({
    error_details: { limit: expect.any(String) },
  });
  expect(world.pipedrive.requests.length).toBe(before);
});

test('what the third party refuses is its answer, not an error of ours', async ({ openHost, world }) => {
  const host = await openHost();
  await connectPipedrive(host, world.pipedrive.token);
  const answer = await host.value('invokeFunction', 'pipedrive-get-a-person', { id: 999_999_999 });
  expect(answer).toMatchObject({ network_code: '404', output: { success: false } });
});

test('without an account the call resolves with what is missing', async ({ openHost }) => {
  const host = await openHost();
  expect(await host.value('invokeFunction', 'pipedrive-add-a-person', { name: 'Sample contact' })).toMatchObject({
    error: expect.any(String),
    error_details: [expect.stringContaining('Pipedrive')],
  });
});
