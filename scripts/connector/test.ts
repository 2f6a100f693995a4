import { ConnectorError } from '#connectors/kit/errors.ts';
import { loadConnector } from '#connectors/load-connector.ts';
import { describeFolder } from '#connectors/pieces/describe-folder.ts';
import { PieceConnector } from '#connectors/pieces/piece-connector.ts';
import { invalidSignatures } from './check-signatures.ts';
import { appFolder, type ConnectorContext } from './context.ts';
import { reportConnector } from './report.ts';

/** Everything about an app that can be checked without an account. Throws at the first thing that is wrong. */
export async function testConnector(context: ConnectorContext, app: string): Promise<void> {
  const folder = appFolder(context, app);
  const connector = await loadConnector(folder, { workers: context.workers });
  if (connector instanceof PieceConnector) await describeFolder(folder, context.workers);
  const invalid = invalidSignatures(connector.functions());
  reportConnector(context, connector);
  for (const { name, problem } of invalid) context.print(`  ${name}: ${problem}`);
  if (invalid.length > 0) throw new ConnectorError('invalid_connector', `${app} has signatures that are not valid.`);
  context.print('  all signatures are valid');
}
