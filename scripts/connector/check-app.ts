import type { Connector } from '#connectors/kit/connector.ts';
import { ConnectorError } from '#connectors/kit/errors.ts';
import { loadConnector } from '#connectors/load-connector.ts';
import { describePackage, packageOf } from '#connectors/pieces/describe-folder.ts';
import { pieceOf } from '#connectors/pieces/piece-folders.ts';
import { invalidSignatures } from './check-signatures.ts';
import type { ConnectorContext } from './context.ts';
import { checkIsolation } from './isolation.ts';

export interface CheckedApp {
  connector: Connector;
  /** How many a piece has */
  triggers?: number;
}

/** Everything about an app that can be checked without an account. Throws `invalid_connector` at what is wrong. */
export async function checkApp(context: ConnectorContext, folder: string): Promise<CheckedApp> {
  const { workers, print } = context;
  const connector = await loadConnector(folder, { workers });
  const invalid = invalidSignatures(connector.functions());
  for (const { name, problem } of invalid) print(`${name}: ${problem}`);
  if (invalid.length > 0) {
    const message = `${connector.manifest.name} has ${invalid.length} signatures that are no valid JSON Schema, see above.`;
    throw new ConnectorError('invalid_connector', message);
  }
  if (pieceOf(folder) === undefined) return { connector };
  await checkIsolation(context);
  const { triggers } = await describePackage(await packageOf(folder), workers);
  return { connector, triggers: triggers.length };
}
