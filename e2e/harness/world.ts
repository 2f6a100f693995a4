import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  startPipedriveServer,
  type PipedriveServer,
} from '#connectors/testing/pipedrive-server/start-pipedrive-server.ts';
import { startSandbox, type Sandbox } from '#sandbox/sandbox.ts';
import { freePort } from '#scripts/free-port.ts';
import { Admin } from './admin.ts';
import { filesBelow, findCanaries, type Place } from './canaries.ts';
import { startHostSite, type HostSite } from './host-site.ts';
import { startServer, type IntegryServer } from './integry-server.ts';
import type { Workspace } from './workspace.ts';

export interface WorldOptions {
  /** Every page of the sandbox sends it. */
  providerCoop?: 'same-origin';
  /** Further hosts on this machine that connectors may send to */
  internalHosts?: readonly string[];
  /** Further environment of the server */
  env?: Record<string, string>;
}

/** Three sites and whoever runs them: the customer's, ours, and the third party's. */
export interface World {
  site: HostSite;
  server: IntegryServer;
  sandbox: Sandbox;
  pipedrive: PipedriveServer;
  workspace: Workspace;
  /** Of the OAuth client that the operator entered for the sandbox */
  clientSecret: string;
  dataDir: string;
  /** What the server was started with */
  serverEnv: Record<string, string>;
  /** Where a second server process may listen: the third party knows its callback as well. */
  secondPort: number;
  admin: Admin;
  /** Starts the server again after `server.stop()`. */
  restart(): Promise<void>;
  /** The tokens that the sandbox holds; once it is closed. */
  sandboxSecrets(): Promise<string[]>;
  /** What the server keeps besides its files and its log, in words; to be asked after its end. */
  keptElsewhere(): Promise<Place[]>;
  /** Ends everything. Throws where a secret that was planted stands somewhere outside the vault. */
  stop(): Promise<void>;
}

/** Starts everything on free ports, with a data folder of its own, and enters what an operator would. */
export async function startWorld({ providerCoop, internalHosts = [], env = {} }: WorldOptions = {}): Promise<World> {
  const dataDir = await mkdtemp(join(tmpdir(), 'integry-e2e-'));
  const [port, secondPort, sandboxPort] = [await freePort(), await freePort(), await freePort()];
  const sandboxUrl = `http://provider.localhost:${sandboxPort}`;
  const pipedrive = await startPipedriveServer();
  const serverEnv = {
    PORT: String(port),
    PUBLIC_URL: `http://widget.localhost:${port}`,
    DATA_DIR: join(dataDir, 'data'),
    SANDBOX_URL: sandboxUrl,
    PIPEDRIVE_API_URL: pipedrive.origin,
    ALLOWED_INTERNAL_HOSTS: [
      `provider.localhost:${sandboxPort}`,
      new URL(pipedrive.origin).host,
      ...internalHosts,
    ].join(),
    ...env,
  };
  const site = await startHostSite({ server: serverEnv.PUBLIC_URL });
  const admin = new Admin(serverEnv);
  const world = { server: await startServer(serverEnv) };
  const workspace = await admin.createWorkspace('Northwind & Sons', [site.originAt('host.localhost')]);
  const clientSecret = `planted-client-secret-${randomBytes(16).toString('hex')}`;
  await admin.setOAuthClient(workspace, 'sandbox', 'e2e', clientSecret);
  const stateFile = join(dataDir, 'sandbox.json');
  const sandbox = await startSandbox({
    port: sandboxPort,
    publicUrl: sandboxUrl,
    clients: [
      {
        id: 'e2e',
        secret: clientSecret,
        name: 'Northwind & Sons',
        redirectUris: [port, secondPort].map(
          (each) => `http://widget.localhost:${each}/oauth/callback/${workspace.appKey}/sandbox`,
        ),
      },
    ],
    coop: providerCoop,
    stateFile,
  });

  const running = Object.assign(world, {
    site,
    sandbox,
    pipedrive,
    workspace,
    clientSecret,
    dataDir,
    serverEnv,
    secondPort,
    admin,
    restart: async () => void (world.server = await startServer(serverEnv)),
    sandboxSecrets: async () => tokensIn(await readFile(stateFile, 'utf8').catch(() => '')),
    keptElsewhere: async (): Promise<Place[]> => [],
    stop: async () => {
      await Promise.all([world.server.stop(), sandbox.close(), pipedrive.close(), site.close()]);
      const found = await canariesOf(running);
      await rm(dataDir, { recursive: true, force: true });
      if (found.length > 0) throw new Error(`Secrets outside the vault: ${found.join('; ')}`);
    },
  });
  return running;
}

/** Whatever a test was about, what it planted stands nowhere but in the vault. */
async function canariesOf(world: World): Promise<string[]> {
  const secrets = {
    'an App-Secret': [world.workspace.appSecret],
    'the secret of an OAuth client': [world.clientSecret],
    'an API token': [world.pipedrive.token],
    'a token of a third party': await world.sandboxSecrets(),
  };
  const kept = [{ name: 'the log', content: world.server.log() }, ...(await world.keptElsewhere())];
  const inFiles = filesBelow(join(world.dataDir, 'data'), ['vault.key']);
  return [...(await findCanaries({ secrets, places: kept })), ...(await findCanaries({ secrets, places: inFiles }))];
}

/** In the sandbox's state file a token is the name of its own entry. */
function tokensIn(state: string): string[] {
  if (!state) return [];
  const { tokens } = JSON.parse(state) as { tokens: [string, unknown][] };
  return tokens.flatMap(([key]) => /^(?:AccessToken|RefreshToken):(.+)$/.exec(key)?.[1] ?? []);
}
