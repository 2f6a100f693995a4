import { createHmac, randomBytes } from 'node:crypto';
import ky from 'ky';
import type { Admin } from '#server/admin/open-admin.ts';
import type { Config } from '#server/config.ts';
import { writeDemoFile, type DemoWorkspace } from './demo-file.ts';
import { localUrl, type Settings } from './settings.ts';

/** The demo product's: users see it where they connect an account. */
const NAME = 'Quillby';

/**
 * Makes the demo's workspace, or puts right what is left of it: with an App-Secret, the demo's origin on its list, and an OAuth
 * client at the sandbox. Everything goes through the server that runs already. Answers `remembered` itself if it is right now.
 */
export async function setUpDemo(
  settings: Settings,
  remembered: DemoWorkspace | undefined,
  report: (line: string) => void,
): Promise<DemoWorkspace> {
  const { server, demo } = settings;
  // Loaded only where it is needed: it brings the whole embedded database with it.
  const { openAdmin } = await import('#server/admin/open-admin.ts');
  const admin = await openAdmin(server);
  try {
    const known = (await admin.run('workspace list', {})).some(({ appKey }) => appKey === remembered?.appKey);
    const workspace = remembered && known ? remembered : await makeWorkspace(admin, server, report);
    const { appKey, sandboxClient } = workspace;
    await admin.run('origin add', { appKey, origin: demo.origin });
    await admin.run('oauth-client set', { appKey, app: 'sandbox', ...sandboxClient });
    if (await opensSession(workspace, settings)) return workspace;
    // The App-Secret was revoked.
    const { appSecret } = await admin.run('secret create', { appKey });
    return writeDemoFile(server, { ...workspace, appSecret });
  } finally {
    await admin.close();
  }
}

/** Whether the demo as it was left still works: another database knows no such workspace, another port is no listed origin. */
export async function opensSession({ appKey, appSecret }: DemoWorkspace, { server, demo }: Settings): Promise<boolean> {
  const userId = 'npm-start';
  const hash = createHmac('sha256', appSecret).update(userId).digest('hex');
  const response = await ky.post(`${localUrl(server)}/sessions`, {
    headers: { Origin: demo.origin },
    body: new URLSearchParams({ app_key: appKey, user_id: userId, hash }),
    timeout: 10_000,
    retry: 0,
    throwHttpErrors: false,
  });
  await response.body?.cancel();
  return response.ok;
}

async function makeWorkspace(admin: Admin, server: Config, report: (line: string) => void): Promise<DemoWorkspace> {
  report(`Making the workspace "${NAME}" …`);
  const { appKey } = await admin.run('workspace create', { name: NAME });
  const { appSecret } = await admin.run('secret create', { appKey });
  const secret = randomBytes(32).toString('base64url');
  const sandboxClient = { id: `demo-${randomBytes(6).toString('hex')}`, secret };
  return writeDemoFile(server, { appKey, appSecret, sandboxClient });
}
