import { spawnSync } from 'node:child_process';
import { readFile, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { ConnectorError } from '#connectors/kit/errors.ts';
import { appFolder, shippedApps, type ConnectorContext } from './context.ts';

/** Removes an app folder of the operator's, and its package where it has one. */
export async function removeConnector(context: ConnectorContext, app: string): Promise<void> {
  const folder = appFolder(context, app);
  if (dirname(folder) === shippedApps) {
    throw new ConnectorError(
      'invalid_argument',
      `${app} ships with the server. Only apps that were added can be removed.`,
    );
  }
  const { piece } = JSON.parse(await readFile(join(folder, 'app.json'), 'utf8')) as { piece?: string };
  await rm(folder, { recursive: true });
  if (piece !== undefined) {
    spawnSync('npm', ['uninstall', piece, '--no-audit', '--no-fund', '--loglevel=error'], {
      cwd: context.connectorsDir,
      stdio: ['ignore', 'ignore', 'inherit'],
      shell: process.platform === 'win32',
    });
  }
  context.print(`Removed ${app}. Start the server again to offer it no more.`);
}
