import { callFunction } from '../call-function.ts';
import { expect, productTest } from '../product-test.ts';
import { startMariaDb } from './start-mariadb.ts';

const schema = [
  'CREATE TABLE orders (id INT AUTO_INCREMENT PRIMARY KEY, product VARCHAR(80) NOT NULL, pieces INT NOT NULL)',
];
const test = productTest(
  () => startMariaDb(schema),
  ({ host, port }) => ({ internalHosts: [`${host}:${port}`] }),
);

test('a MariaDB database, by the unmodified MySQL piece: connect, insert rows and find them', async ({
  product: mariadb,
  openHost,
}) => {
  test.setTimeout(120_000);
  const host = await openHost();
  const connecting = host.call('connectApp', 'mysql');
  const entered = {
    Host: mariadb.host,
    'Port (optional)': String(mariadb.port),
    'User name': mariadb.user,
    Database: mariadb.database,
  };
  await host.sheet.submitCredentials({ ...entered, Password: 'wrong' });
  await expect(host.sheet.problem).toBeVisible();
  await host.sheet.submitCredentials({ ...entered, Password: mariadb.password });
  expect(await connecting).toMatchObject({ ok: true });
  expect(await host.value('getConnectedAccounts', 'mysql')).toMatchObject([
    { display_name: `${mariadb.user}@${mariadb.host}:${mariadb.port}/${mariadb.database}`, status: 'active' },
  ]);

  for (const values of [
    { product: 'Milk, 牛乳', pieces: 2 },
    { product: "O'Brien's tea", pieces: 0 },
  ]) {
    expect(await callFunction(host, 'mysql-insert-row', { table: 'orders', values })).toMatchObject({
      output: { affectedRows: 1 },
    });
  }
  const condition = { table: 'orders', condition: 'pieces = ?', args: ['0'] };
  expect(await callFunction(host, 'mysql-find-rows', condition)).toMatchObject({
    output: { results: [{ id: 2, product: "O'Brien's tea", pieces: 0 }] },
  });
  const query = 'SELECT SUM(pieces) AS pieces, @@version AS version FROM orders';
  expect(await callFunction(host, 'mysql-execute-query', { query })).toMatchObject({
    output: { results: [{ pieces: 2, version: expect.stringContaining('-MariaDB') }] },
  });
});
