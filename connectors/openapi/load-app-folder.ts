import { join, resolve } from 'node:path';
import type { Connector, Manifest } from '#connectors/kit/connector.ts';
import { findIcon } from '../find-icon.ts';
import type { AppFile } from './app-file.ts';
import { readRecordedNames } from '#connectors/kit/recorded-names.ts';
import { readAuthenticators } from './auth/read-authenticators.ts';
import { listOperations } from './document/operations.ts';
import { readDocument } from './document/read-document.ts';
import { readHosts } from './hosts.ts';
import { OpenApiConnector } from './openapi-connector.ts';
import { readAppFile } from './read-app-file.ts';
import { Settings, type Environment } from './settings.ts';

export interface LoadOptions {
  /** Where the app's operator settings are looked up; the process's environment if absent */
  environment?: Environment;
}

/**
 * The connector of an app folder: `app.json`, an OpenAPI document, an icon and `names.json` (docs/connectors.md). Throws
 * `ConnectorError('invalid_connector')` that names the file, the place in it, and what would be right.
 */
export async function loadAppFolder(folder: string, options: LoadOptions = {}): Promise<Connector> {
  const directory = resolve(folder);
  const appFile = join(directory, 'app.json');
  const app = await readAppFile(appFile);
  const settings = Settings.read(app, appFile, options.environment ?? process.env);
  const hosts = readHosts(app, appFile, settings);
  const document = await readDocument(join(directory, app.document));
  const { authenticators, skipped } = readAuthenticators({ app, appFile, document, settings, hosts });
  const manifest = { ...manifestOf(app), hosts, iconPath: await findIcon(directory) };
  const listed = listOperations(document);
  const recordedNames = await readRecordedNames(directory);
  return new OpenApiConnector({
    ...{ app, appFile, settings, hosts, manifest, authenticators },
    ...{ document, recordedNames, operations: listed.operations, skipped: [...skipped, ...listed.skipped] },
  });
}

function manifestOf(app: AppFile): Omit<Manifest, 'hosts' | 'iconPath'> {
  const { name, title, description, categories, docsUrl, allowMultipleAccounts } = app;
  return { name, title, description, categories, docsUrl, allowMultipleAccounts };
}
