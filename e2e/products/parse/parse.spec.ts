import { callForAllPages, callFunction } from '../call-function.ts';
import { expect, productTest } from '../product-test.ts';
import { startParse } from './start-parse.ts';

const test = productTest(startParse, ({ origin }) => ({
  env: { CONNECTORS_DIR: 'e2e/products/apps', PARSE_URL: origin },
  internalHosts: [new URL(origin).host],
}));

test('an application on Parse Server, by a document of ours: connect by a session, write objects and read them', async ({
  product: parse,
  openHost,
}) => {
  test.setTimeout(120_000);
  const token = await parse.addUser('jane');
  const host = await openHost();
  const connecting = host.call('connectApp', 'parse');
  const entered = { 'Application id': parse.applicationId, 'REST API key': parse.restKey };
  await host.sheet.submitCredentials({ ...entered, 'Session token': 'r:00000000000000000000000000000000' });
  await expect(host.sheet.problem).toBeVisible();
  await host.sheet.submitCredentials({ ...entered, 'Session token': token });
  expect(await connecting).toMatchObject({ ok: true });
  expect(await host.value('getConnectedAccounts', 'parse')).toMatchObject([{ display_name: 'jane', status: 'active' }]);

  const plants = [
    { name: 'Peas', height: 120, watered: false },
    { name: 'Beans 豆', height: 0, watered: true },
    { name: 'Leek', height: 40, watered: true },
  ];
  for (const plant of plants) {
    expect(await callFunction(host, 'parse-create-object', { class: 'Plant', ...plant })).toMatchObject({
      network_code: '201',
      output: { objectId: expect.any(String) },
    });
  }
  expect(await callFunction(host, 'parse-find-objects', { class: 'Plant', where: { watered: false } })).toMatchObject({
    output: { results: [plants[0]] },
  });

  const sorted = { class: 'Plant', order: ['-watered', 'height'], limit: 2 };
  expect(await callForAllPages(host, 'parse-find-objects', sorted)).toMatchObject([
    { results: [plants[1], plants[2]] },
    { results: [plants[0]] },
    { results: [] },
  ]);
});
