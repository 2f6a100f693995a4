import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { filesBelow, findCanaries, type Place } from '../harness/canaries.ts';
import { connectSandbox } from '../harness/connect.ts';
import { expect, openHost, test } from '../harness/test.ts';
import { startPostgresWorld, textOfDatabase, type PostgresWorld } from '../harness/postgres-world.ts';
import { startWorld } from '../harness/world.ts';

/** Of an HTTP archive (http://www.softwareishard.com/blog/har-12-spec/): what is looked at. */
interface Archive {
  log: { entries: { request: { method: string; url: string; postData?: { text?: string } }; response: object }[] };
}

/** What the server tells the customer's backend once: of an endpoint that takes no message, and of a link. */
async function askAsBackend(
  world: PostgresWorld,
  user: string,
): Promise<{ webhookSecret: string; linkSecret: string }> {
  const { appKey, appSecret } = world.workspace;
  const headers = { 'App-Key': appKey, 'App-Secret': appSecret, 'User-ID': user, 'Content-Type': 'application/json' };
  const ask = async (path: string, body: object): Promise<Record<string, string>> => {
    const answer = await fetch(`${world.server.localUrl}${path}`, {
      method: 'POST',
      headers,
      body: JSON.stringify(body),
    });
    expect(answer.ok).toBe(true);
    return (await answer.json()) as Record<string, string>;
  };
  const { secret } = await ask('/webhook-endpoints/', { url: 'https://127.0.0.1/hooks' });
  const { url } = await ask('/connect-links/', { app: 'sandbox', user_name: user });
  const told = { webhookSecret: secret ?? '', linkSecret: URL.parse(url ?? '')?.hash.slice(1) ?? '' };
  expect(told).toEqual({
    webhookSecret: expect.stringMatching(/^whsec_/),
    linkSecret: expect.stringMatching(/^[\w-]{43}$/),
  });
  return told;
}

test('no secret is in the database, the logs, a URL or what the browser exchanged', async ({
  browser,
  user,
}, testInfo) => {
  test.setTimeout(120_000);
  // What an operator looks at when something is wrong: every refusal with its error.
  const world = await startPostgresWorld({ LOG_LEVEL: 'trace' });
  const har = testInfo.outputPath('run.har');
  const context = await browser.newContext({ recordHar: { path: har, content: 'embed' } });

  const told = await askAsBackend(world, user);
  const host = await openHost(world, user, context);
  await connectSandbox(host, user);
  await host.value('invokeFunction', 'sandbox-list-contacts', {});
  await world.sql(`update connected_accounts set access_expires_at = now() - interval '1 second'`);
  await host.value('invokeFunction', 'sandbox-list-contacts', {});

  const connecting = host.call('connectApp', 'pipedrive');
  await host.sheet.submitCredentials({ 'API token': world.pipedrive.token });
  expect(await connecting).toMatchObject({ ok: true });
  await host.value('invokeFunction', 'pipedrive-get-all-persons', {});
  // What fails is logged with more words than what works.
  await host.value('invokeFunction', 'pipedrive-get-a-person', { id: 999_999_999 });
  await host.value('invokeFunction', 'sandbox-failing', {});
  const wrong = await openHost(world, user, context, { start: false });
  await wrong.start({ ...world.workspace.configFor(user), hash: world.workspace.appSecret });
  await wrong.event('error');
  await wrong.page.close();
  const database = await textOfDatabase(world.sql);
  // With the third party gone the revocation fails, and failures are what logs are full of.
  await world.sandbox.close();
  const providerTokens = await world.sandboxSecrets();
  await host.value('disconnectApp', 'sandbox');
  await context.close();
  const later = await textOfDatabase(world.sql);
  await world.stop();

  expect(providerTokens.length).toBeGreaterThan(2);
  const planted = {
    'App-Secret': [world.workspace.appSecret],
    'client secret': [world.clientSecret],
    'API key': [world.pipedrive.token],
    'provider token': providerTokens,
    'webhook secret': [told.webhookSecret],
    'link’s secret': [told.linkSecret],
  };

  const archive = JSON.parse(await readFile(har, 'utf8')) as Archive;
  // The user types the key into the widget, and the widget has to say it once; the wrong hash was put there by the test.
  const entries = archive.log.entries.filter(
    ({ request: { method, url, postData } }) =>
      !(method === 'POST' && /\/connect-attempts\/[^/]+\/credentials$/.test(url)) &&
      !(method === 'POST' && url.endsWith('/sessions') && postData?.text?.includes(world.workspace.appSecret)),
  );
  expect(entries.length).toBeGreaterThan(20);
  expect(entries.length).toBeGreaterThanOrEqual(archive.log.entries.length - 2);
  expect(world.server.log()).toContain('"level":"debug"');
  const places = {
    'the database': database,
    'the database after disconnecting': later,
    'the log': world.server.log(),
    'the HAR': JSON.stringify(entries),
    'a URL': archive.log.entries.map(({ request }) => decodeURIComponent(request.url)).join('\n'),
  };

  const searched = Object.entries(places).map(([name, content]) => ({ name, content }));
  expect(await findCanaries({ secrets: planted, places: searched })).toEqual([]);

  // Session tokens and hashes are the browser's to hold, and belong in no place that is kept.
  const sessions = archive.log.entries
    .filter(({ request }) => request.url.endsWith('/sessions'))
    .flatMap(({ response }) => /ak_[\w-]{22}\.[\w-]{43}/.exec(JSON.stringify(response)) ?? []);
  expect(sessions.length).toBeGreaterThan(0);
  for (const kept of ['the database', 'the database after disconnecting', 'the log', 'a URL'] as const) {
    for (const token of [...sessions, world.workspace.hashOf(user)])
      expect(places[kept].includes(token), kept).toBe(false);
  }
});

test('the embedded database’s files hold none either, and every world is looked through at its end', async ({
  browser,
  user,
}) => {
  const world = await startWorld();
  const context = await browser.newContext();
  const host = await openHost(world, user, context);
  await connectSandbox(host, user);
  const connecting = host.call('connectApp', 'pipedrive');
  await host.sheet.submitCredentials({ 'API token': world.pipedrive.token });
  expect(await connecting).toMatchObject({ ok: true });
  await context.close();

  const places: Place[] = [];
  for await (const place of filesBelow(world.serverEnv['DATA_DIR'] ?? '')) places.push(place);
  expect(places.length).toBeGreaterThan(10);
  const secrets = { secret: [world.workspace.appSecret, world.clientSecret, world.pipedrive.token] };
  expect(await findCanaries({ secrets, places })).toEqual([]);

  // One that does get out is found.
  await writeFile(join(world.serverEnv['DATA_DIR'] ?? '', 'notes'), `the key is ${world.pipedrive.token}\n`);
  await expect(world.stop()).rejects.toThrow(/an API token in .*notes/);
});
