import { existsSync } from 'node:fs';
import { appFolders, appOfFolder, draftFolders } from '#connectors/app-folders.ts';
import type { Connector } from '#connectors/kit/connector.ts';
import { ConnectorError } from '#connectors/kit/errors.ts';
import { loadConnector } from '#connectors/load-connector.ts';
import { invalidSignatures } from './check-signatures.ts';
import { shippedApps, type ConnectorContext } from './context.ts';

/** Every app in a line, and what they come to together. Throws where one cannot be loaded or a name comes twice. */
export async function listConnectors(context: ConnectorContext): Promise<void> {
  const { connectorsDir, print } = context;
  const parents = [shippedApps, connectorsDir].filter(existsSync);
  const loaded = await Promise.all(parents.flatMap(appFolders).map((folder) => tryLoad(folder, context)));
  const connectors = loaded.filter((one): one is Connector => !(one instanceof ConnectorError));
  const broken = loaded.filter((one) => one instanceof ConnectorError);
  const rows = connectors.toSorted((a, b) => (a.manifest.name < b.manifest.name ? -1 : 1));
  const width = Math.max(...rows.map(({ manifest }) => manifest.name.length));
  for (const { manifest, auth, functions } of rows.map(withFunctions)) {
    const ways = auth.map(({ type }) => type).join(', ');
    print(`${manifest.name.padEnd(width)}  ${String(functions.length).padStart(4)} functions  ${ways}`);
  }
  for (const app of existsSync(connectorsDir) ? draftFolders(connectorsDir).map(appOfFolder) : []) {
    print(`${app.padEnd(width)}  a draft: complete its app.json, then run "npm run connector test ${app}"`);
  }
  for (const { message } of broken) print(`cannot be loaded: ${message}`);
  summarise(rows, broken.length, print);
}

/** Functions of one name are a collision; so are apps, whose names start those of their functions. */
export function summarise(
  connectors: readonly Pick<Connector, 'functions'>[],
  broken: number,
  print: ConnectorContext['print'],
): void {
  const functions = connectors.flatMap((one) => one.functions());
  const invalid = invalidSignatures(functions);
  for (const { name, problem } of invalid) print(`${name}: ${problem}`);
  const collisions = functions.length - new Set(functions.map(({ name }) => name)).size;
  const signatures = invalid.length === 0 ? 'all signatures valid' : `${invalid.length} signatures not valid`;
  print(`\n${connectors.length} apps, ${functions.length} functions, ${signatures}, ${collisions} name collisions`);
  if (broken + invalid.length + collisions > 0) {
    throw new ConnectorError('invalid_connector', 'Not every app can be used, see above.');
  }
}

const withFunctions = (connector: Connector) => ({
  manifest: connector.manifest,
  auth: connector.auth,
  functions: connector.functions(),
});

async function tryLoad(folder: string, { workers }: ConnectorContext): Promise<Connector | ConnectorError> {
  return loadConnector(folder, { workers }).catch((error: unknown) => {
    if (error instanceof ConnectorError) return error;
    throw error;
  });
}
