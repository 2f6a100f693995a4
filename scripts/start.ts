import { once } from 'node:events';
import { join, relative } from 'node:path';
import { buildMissing } from './build/build-missing.ts';
import { checkPorts } from './start/check-ports.ts';
import { readDemoFile, type DemoWorkspace } from './start/demo-file.ts';
import { opensSession, setUpDemo } from './start/demo-workspace.ts';
import { Services, type Service } from './start/services.ts';
import { localUrl, readSettings, type Settings } from './start/settings.ts';
import { stopSignal } from './start/stop-signal.ts';

/**
 * `npm start`: builds what is missing, sets the demo workspace up, and runs the server, the sandbox and the demo product until
 * Ctrl-C, or until one of them fails.
 */
const root = join(import.meta.dirname, '..');
const stop = stopSignal();
const services = new Services(root, stop);

try {
  await run();
} catch (error) {
  if (!stop.aborted) {
    console.error(`\n${error instanceof Error ? error.message : String(error)}`);
    process.exitCode = 1;
  }
}
await services.stop();
if (stop.aborted) console.log('\nStopped.');
process.exit();

async function run(): Promise<void> {
  const started = performance.now();
  const settings = readSettings(process.env);
  await checkPorts(settings);
  await buildMissing({ root, report, signal: stop });
  stop.throwIfAborted();
  report('Starting …');
  const remembered = readDemoFile(settings.server);
  await Promise.all([services.start(serverOf(settings)), remembered && startProducts(settings, remembered)]);
  const works = remembered && (await opensSession(remembered, settings));
  const demo = works ? remembered : await setUpDemo(settings, remembered, report);
  if (demo !== remembered) {
    await services.stop('sandbox', 'demo');
    await startProducts(settings, demo);
  }
  announce(settings, demo, performance.now() - started);
  const end = AbortSignal.any([stop, services.ended]);
  if (!end.aborted) await once(end, 'abort');
  services.ended.throwIfAborted();
}

async function startProducts(settings: Settings, demo: DemoWorkspace): Promise<void> {
  await Promise.all([services.start(sandboxOf(settings, demo)), services.start(demoOf(settings, demo))]);
}

function report(line: string): void {
  console.log(line);
}

function serverOf({ server, sandbox }: Settings): Service {
  // The sandbox is on this machine, where connectors may send nothing unless it is allowed by name.
  const allowed = [process.env['ALLOWED_INTERNAL_HOSTS'], new URL(sandbox.origin).host].filter(Boolean);
  return {
    name: 'server',
    file: 'server/main.ts',
    env: {
      ALLOWED_INTERNAL_HOSTS: allowed.join(','),
      SANDBOX_URL: sandbox.origin,
      LOG_LEVEL: process.env['LOG_LEVEL'] || 'warn',
      // Whoever presses Ctrl-C waits for it.
      DRAIN_SECONDS: process.env['DRAIN_SECONDS'] || '5',
    },
    healthUrl: `${localUrl(server)}/health/`,
  };
}

function sandboxOf({ server, sandbox }: Settings, { appKey, sandboxClient }: DemoWorkspace): Service {
  return {
    name: 'sandbox',
    file: 'sandbox/main.ts',
    env: {
      SANDBOX_PORT: String(sandbox.port),
      SANDBOX_CLIENT_ID: sandboxClient.id,
      SANDBOX_CLIENT_SECRET: sandboxClient.secret,
      SANDBOX_CLIENT_NAME: 'Quillby',
      SANDBOX_REDIRECT_URIS: `${server.publicUrl}/oauth/callback/${appKey}/sandbox`,
      SANDBOX_STATE_FILE: join(server.dataDir, 'sandbox.json'),
    },
    healthUrl: `http://127.0.0.1:${sandbox.port}/`,
  };
}

function demoOf({ server, demo }: Settings, { appKey, appSecret }: DemoWorkspace): Service {
  return {
    name: 'demo',
    file: 'examples/demo/server.js',
    env: { DEMO_PORT: String(demo.port), INTEGRY_URL: server.publicUrl, APP_KEY: appKey, APP_SECRET: appSecret },
    healthUrl: `http://127.0.0.1:${demo.port}/`,
  };
}

function announce({ server, demo, sandbox }: Settings, { appKey }: DemoWorkspace, milliseconds: number): void {
  const inside = relative(root, server.dataDir);
  const data = inside.startsWith('..') ? server.dataDir : inside;
  const lines = [
    '',
    `  Demo product  ${demo.origin}   open this one`,
    `  Server        ${server.publicUrl}`,
    `  Sandbox CRM   ${sandbox.origin}   sign in as demo, password demo`,
    '',
    `  App-Key       ${appKey}`,
    `  Data          ${data}${server.databaseUrl === undefined ? '' : ' and the database of DATABASE_URL'}`,
    '',
    `Ready in ${(milliseconds / 1000).toFixed(1)} s. Ctrl-C stops everything.`,
  ];
  console.log(lines.join('\n'));
}
