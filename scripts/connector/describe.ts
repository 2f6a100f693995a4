import { recordNames } from '#connectors/kit/recorded-names.ts';
import { describeFolder } from '#connectors/pieces/describe-folder.ts';
import { pieceOf } from '#connectors/pieces/piece-folders.ts';
import { checkApp } from './check-app.ts';
import { appFolder, invalidArgument, isShipped, type ConnectorContext } from './context.ts';
import { checkIsolation } from './isolation.ts';
import { reportConnector } from './report.ts';

/** Looks anew at what an app's piece or document has. Functions that are known keep their names; new ones get theirs. */
export async function describeConnector(context: ConnectorContext, app: string): Promise<void> {
  const folder = appFolder(context, app);
  if (isShipped(folder)) throw invalidArgument(`${app} ships with the server: "npm run build" describes it.`);
  if (pieceOf(folder) !== undefined) {
    await checkIsolation(context);
    await describeFolder(folder, context.workers);
  }
  const { connector, triggers } = await checkApp(context, folder);
  await recordNames(folder, connector);
  reportConnector(context, connector, triggers);
}
