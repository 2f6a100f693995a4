import { rm } from 'node:fs/promises';
import { pieceOf } from '#connectors/pieces/piece-folders.ts';
import { appFolder, invalidArgument, isShipped, type ConnectorContext } from './context.ts';
import { uninstallPackage } from './packages.ts';

/** Removes an app of the operator's or a draft, whatever state it is in, and its package where no other app is of it. */
export async function removeConnector(context: ConnectorContext, app: string): Promise<void> {
  const folder = appFolder(context, app);
  if (isShipped(folder)) {
    throw invalidArgument(`${app} ships with the server. Only apps that were added can be removed.`);
  }
  const piece = pieceOf(folder);
  await rm(folder, { recursive: true });
  if (piece !== undefined) await uninstallPackage(context.connectorsDir, piece);
  context.print(`Removed ${app}. Start the server again to offer it no more.`);
}
