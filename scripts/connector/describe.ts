import { recordNames } from '#connectors/kit/recorded-names.ts';
import { describeFolder } from '#connectors/pieces/describe-folder.ts';
import { loadPieceFolder } from '#connectors/pieces/load-piece-folder.ts';
import { appFolder, type ConnectorContext } from './context.ts';
import { reportConnector } from './report.ts';

/** Writes anew what a piece can do. Functions that are known keep their names. */
export async function describeConnector(context: ConnectorContext, app: string): Promise<void> {
  const folder = appFolder(context, app);
  const piece = await describeFolder(folder, context.workers);
  const connector = await loadPieceFolder(folder, context.workers);
  await recordNames(folder, connector);
  reportConnector(context, connector, piece.triggers.length);
}
