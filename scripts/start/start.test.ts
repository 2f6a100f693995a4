import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freePort } from '../free-port.ts';
import { checkPorts } from './check-ports.ts';
import { Services } from './services.ts';
import { readSettings } from './settings.ts';

const root = join(import.meta.dirname, '../..');
const folder = mkdtempSync(join(tmpdir(), 'start-'));
const file = join(folder, 'service.mjs');
const dies = join(folder, 'dies.mjs');

beforeAll(() => {
  writeFileSync(
    file,
    `import { createServer } from 'node:http';
     createServer((_, response) => response.end('ok')).listen(Number(process.env.TEST_PORT), '127.0.0.1');
     process.once('SIGTERM', () => process.exit(0));`,
  );
  writeFileSync(dies, 'process.exit(3)');
});
afterAll(() => rmSync(folder, { recursive: true }));

const service = (name: string, port: number, from = file) => ({
  name,
  file: from,
  env: { TEST_PORT: String(port) },
  healthUrl: `http://127.0.0.1:${port}/`,
});

const answers = (port: number) =>
  fetch(`http://127.0.0.1:${port}/`).then(
    () => true,
    () => false,
  );

test('services start together and end together', async () => {
  const services = new Services(root);
  const [one, two] = [await freePort(), await freePort()];
  await Promise.all([services.start(service('one', one)), services.start(service('two', two))]);
  expect(await Promise.all([answers(one), answers(two)])).toEqual([true, true]);
  await services.stop();
  expect(await Promise.all([answers(one), answers(two)])).toEqual([false, false]);
  expect(services.ended.aborted).toBe(false);
});

test('one service can be stopped and started again without ending the rest', async () => {
  const services = new Services(root);
  const [one, two] = [await freePort(), await freePort()];
  await Promise.all([services.start(service('one', one)), services.start(service('two', two))]);
  await services.stop('two');
  expect(await Promise.all([answers(one), answers(two)])).toEqual([true, false]);
  await services.start(service('two', two));
  expect(services.ended.aborted).toBe(false);
  await services.stop();
});

test('a service that ends by itself is told of by name, and fails the start', async () => {
  const services = new Services(root);
  await expect(services.start(service('sandbox', await freePort(), dies))).rejects.toThrow(
    'The sandbox has ended (exit code 3).',
  );
  expect(services.ended.aborted).toBe(true);
  await services.stop();
});

test('a port in use is named with the variable that changes it', async () => {
  const occupier = createServer().listen(0, '127.0.0.1');
  await once(occupier, 'listening');
  const { port } = occupier.address() as AddressInfo;
  const [server, sandbox] = [await freePort(), await freePort()];
  const settings = readSettings({ PORT: String(server), DEMO_PORT: String(port), SANDBOX_PORT: String(sandbox) });
  await expect(checkPorts(settings)).rejects.toMatchObject({
    code: 'port_in_use',
    message: expect.stringMatching(new RegExp(`Port ${port} for the demo is in use.*DEMO_PORT=`)),
  });
  occupier.close();
});

test('one port for two services is refused', async () => {
  const settings = readSettings({ PORT: '47685', SANDBOX_PORT: '47685' });
  await expect(checkPorts(settings)).rejects.toThrow('Port 47685 for the sandbox is to be used by the server too.');
});

test('an address that is none of this machine is named as such, and no other port is asked for', async () => {
  // TEST-NET-1 (RFC 5737)
  const settings = readSettings({ HOST: '192.0.2.1', PORT: String(await freePort()) });
  await expect(checkPorts(settings)).rejects.toMatchObject({
    code: 'invalid_environment',
    message: expect.stringMatching(/HOST 192\.0\.2\.1.*Set HOST to/),
  });
});

test('a wrong value is named, with what it should be', () => {
  expect(() => readSettings({ DEMO_PORT: 'http' })).toThrow('DEMO_PORT must be a whole number from 1 to 65535');
  expect(() => readSettings({ PORT: '0' })).toThrow('PORT must be');
});
