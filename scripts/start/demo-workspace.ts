import { randomBytes } from 'node:crypto';
import { openAdmin, type Admin } from '#server/admin/open-admin.ts';
import { readDemoFile, writeDemoFile, type DemoWorkspace } from './demo-file.ts';
import type { Settings } from './settings.ts';

/** The demo product's: users see it where they connect an account. */
const NAME = 'Quillby';

/**
 * The demo's workspace, made if it is not there: with an App-Secret, the demo's origin on its list, and an OAuth client at the
 * sandbox. Everything goes through the administrator's commands, to the server that runs already.
 */
export async function prepareDemo({ server, demo }: Settings, report: (line: string) => void): Promise<DemoWorkspace> {
  const admin = await openAdmin(server);
  try {
    const workspace =
      (await findWorkspace(admin, server.dataDir)) ?? (await makeWorkspace(admin, server.dataDir, report));
    const { appKey, sandboxClient } = workspace;
    await admin.run('origin add', { appKey, origin: demo.origin });
    await admin.run('oauth-client set', { appKey, app: 'sandbox', ...sandboxClient });
    return workspace;
  } finally {
    await admin.close();
  }
}

/** The workspace of the file, if the database has it: DATABASE_URL may name another one today. */
async function findWorkspace(admin: Admin, dataDir: string): Promise<DemoWorkspace | undefined> {
  const remembered = readDemoFile(dataDir);
  const workspaces = await admin.run('workspace list', {});
  return workspaces.some(({ appKey }) => appKey === remembered?.appKey) ? remembered : undefined;
}

async function makeWorkspace(admin: Admin, dataDir: string, report: (line: string) => void): Promise<DemoWorkspace> {
  report(`Making the workspace "${NAME}" …`);
  const { appKey } = await admin.run('workspace create', { name: NAME });
  const { appSecret } = await admin.run('secret create', { appKey });
  const secret = randomBytes(32).toString('base64url');
  const demo = { appKey, appSecret, sandboxClient: { id: `demo-${randomBytes(6).toString('hex')}`, secret } };
  writeDemoFile(dataDir, demo);
  return demo;
}
