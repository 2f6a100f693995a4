import { expect, onTestFinished, test } from 'vitest';
import { freePort } from '#scripts/free-port.ts';
import { Metrics } from './metrics.ts';
import { serveMetrics } from './serve-metrics.ts';

test('metrics are told on an address of their own, and nothing else is', async () => {
  const metrics = new Metrics();
  metrics.watch({
    openStreams: () => 3,
    workers: () => ({ busy: 2, idle: 1, starting: 0, waiting: 5 }),
    connections: () => ({ busy: 4, idle: 6, waiting: 7 }),
  });
  const address = { host: '127.0.0.1', port: await freePort() };
  const stop = await serveMetrics(metrics, address);
  onTestFinished(stop);
  const ask = (path: string, method = 'GET') => fetch(`http://127.0.0.1:${address.port}${path}`, { method });

  const answer = await ask('/metrics');
  expect(answer.headers.get('content-type')).toMatch(/^text\/plain/);
  const text = await answer.text();
  for (const line of [
    'integry_event_streams_open 3',
    'integry_piece_workers{state="busy"} 2',
    'integry_piece_calls_waiting 5',
    'integry_database_connections{state="idle"} 6',
    'integry_database_waiting 7',
  ]) {
    expect(text.split('\n')).toContain(line);
  }
  expect(text).toMatch(/^process_cpu_seconds_total \d/m);
  expect(text).toMatch(/^nodejs_eventloop_lag_p99_seconds \d/m);
  expect((await ask('/')).status).toBe(404);
  expect((await ask('/metricsx')).status).toBe(404);
  expect((await ask('/metrics', 'POST')).status).toBe(405);

  await expect(serveMetrics(metrics, address)).rejects.toMatchObject({
    code: 'port_in_use',
    message: expect.stringContaining('METRICS_PORT'),
  });
});
