import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { appFolders } from '#connectors/app-folders.ts';
import { freePort } from '#scripts/free-port.ts';
import { Admin } from '../../e2e/harness/admin.ts';
import { answers, root, startProgram } from '../../e2e/harness/child-process.ts';
import type { Workspace } from '../../e2e/harness/workspace.ts';
import { generateApps } from './generate-apps.ts';

/** How many apps there are without any generated ones. */
export const SHIPPED_APPS = appFolders(join(root, 'connectors/apps')).length;

export interface BenchServer {
  /** As browsers name it */
  url: string;
  /** As Node reaches it */
  localUrl: string;
  workspace: Workspace;
  stop(): Promise<void>;
}

/** The real server with the apps that ship and so many generated ones, for pages of this origin. */
export async function startBenchServer(
  generated: number,
  functionsPerApp: number,
  hostUrl: string,
): Promise<BenchServer> {
  const folder = await mkdtemp(join(tmpdir(), 'integry-bench-'));
  const connectors = join(folder, 'connectors');
  await mkdir(connectors);
  await generateApps(connectors, generated, functionsPerApp);
  const port = await freePort();
  const env = {
    PORT: String(port),
    PUBLIC_URL: `http://widget.localhost:${port}`,
    DATA_DIR: join(folder, 'data'),
    CONNECTORS_DIR: connectors,
    LOG_LEVEL: 'error',
  };
  const admin = new Admin(env);
  const workspace = await admin.createWorkspace('Bench', [hostUrl]);
  await admin.run(['workspace', 'set', workspace.appKey, '--integry-credentials', 'on']);
  const localUrl = `http://127.0.0.1:${port}`;
  // A program rather than a process of ours: a thousand documents take longer to read than other servers to start.
  const command = [process.execPath, 'server/main.ts'] as const;
  const server = await startProgram(command, env, () => answers(`${localUrl}/health/`));
  return {
    url: env.PUBLIC_URL,
    localUrl,
    workspace,
    stop: async () => {
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
