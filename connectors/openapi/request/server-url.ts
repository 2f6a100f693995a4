import type { Credentials } from '#connectors/kit/connector.ts';
import { ConnectorError } from '#connectors/kit/errors.ts';
import type { AppFile } from '../app-file.ts';
import type { DocumentNode } from '../document/document-node.ts';
import { valueAt } from '../document/json-pointer.ts';
import { allowsHost, isSecure } from '../hosts.ts';
import { invalidConnector } from '#connectors/kit/invalid-connector.ts';
import type { Settings } from '../settings.ts';

/** A value that may stand between dots of a host name or slashes of a path, and cannot leave its place. */
const SAFE_PART = /^[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?)*$/;

const PLACEHOLDER = /\{([^{}]+)\}/g;

export interface ServerSource {
  app: AppFile;
  appFile: string;
  settings: Settings;
  hosts: readonly string[];
}

/** The base URL of a call, without a slash at its end. `credentials` absent: as far as it is known without an account. */
export function serverUrl(source: ServerSource, servers: DocumentNode | undefined, credentials?: Credentials): string {
  const server =
    source.app.server === undefined ? chosenServer(source, servers?.items() ?? [], credentials) : undefined;
  const template = (source.app.server ?? server?.string('url'))?.replace(/^\/\//, 'https://');
  if (template === undefined) {
    const problem = 'the document has no servers: say here where the API is, such as "https://api.example.com/v1"';
    throw invalidConnector(source.appFile, '/server', problem);
  }
  const text = template.replace(PLACEHOLDER, (_, name: string) => {
    return variableValue(source, name, template.startsWith(`{${name}}`), server, credentials);
  });
  return checked(source, template, text, credentials !== undefined);
}

/**
 * Documents list the same API over http first, and over https. Of several addresses, an account's is the first whose
 * variables it has.
 */
function chosenServer(
  source: ServerSource,
  servers: DocumentNode[],
  credentials: Credentials | undefined,
): DocumentNode | undefined {
  const secure = servers.filter((server) => !server.string('url')?.startsWith('http:'));
  const fitting = credentials && secure.find((server) => fits(source, server.string('url') ?? '', credentials));
  return fitting ?? secure[0] ?? servers[0];
}

function fits(source: ServerSource, template: string, credentials: Credentials): boolean {
  const names = [...template.matchAll(PLACEHOLDER)].map((match) => match[1]!);
  return names.every((name) => {
    const isOfAccount = Object.hasOwn(source.app.variables, name) && !source.settings.get(name);
    return !isOfAccount || accountValue(source.app, name, credentials) !== undefined;
  });
}

/** In this order: what the operator set, what the account says, the setting's default, the document's default. */
function variableValue(
  source: ServerSource,
  name: string,
  isWholeOrigin: boolean,
  server: DocumentNode | undefined,
  credentials: Credentials | undefined,
): string {
  const setting = source.settings.get(name);
  if (setting?.isSet) return setting.url;
  const ofAccount = credentials && accountValue(source.app, name, credentials);
  if (ofAccount !== undefined) return checkedPart(name, ofAccount, isWholeOrigin);
  if (setting) return setting.url;
  const preset = server?.get('variables')?.get(name)?.string('default');
  if (preset !== undefined) return preset;
  if (credentials === undefined && Object.hasOwn(source.app.variables, name))
    return isWholeOrigin ? 'https://account' : 'account';
  throw invalidConnector(
    source.appFile,
    `/variables/${name}`,
    `server variable {${name}} has no value: add a setting or a variable`,
  );
}

function accountValue(app: AppFile, name: string, credentials: Credentials): string | undefined {
  const variable = Object.hasOwn(app.variables, name) ? app.variables[name] : undefined;
  if (!variable) return undefined;
  if ('tokenReply' in variable) {
    const value = credentials.type === 'oauth2' ? valueAt(credentials.extra, variable.tokenReply) : undefined;
    return typeof value === 'string' && value !== '' ? value : undefined;
  }
  if ('operationId' in variable) return credentials.found?.[name];
  if (credentials.type === 'oauth2' || !Object.hasOwn(credentials.values, variable.field)) return undefined;
  return credentials.values[variable.field]?.trim() || undefined;
}

function checkedPart(name: string, value: string, isWholeOrigin: boolean): string {
  const url = isWholeOrigin ? URL.parse(value) : null;
  if (url?.protocol === 'https:' && !url.username && !url.password) return url.origin;
  if (!isWholeOrigin && SAFE_PART.test(value)) return value;
  const wanted = isWholeOrigin
    ? 'an https address such as "https://example.com"'
    : 'a name without slashes, such as "example"';
  throw new ConnectorError('credentials_rejected', `${name} must be ${wanted}.`);
}

function checked(source: ServerSource, template: string, text: string, isCall: boolean): string {
  const url = URL.parse(text);
  if (!url || url.username || url.password || url.search || url.hash) {
    throw invalidConnector(
      source.appFile,
      '/server',
      `"${template}" must be an absolute URL: say here where the API is`,
    );
  }
  if (!isSecure(url, source.settings)) {
    throw invalidConnector(
      source.appFile,
      '/server',
      `"${template}" must be https (http only on this machine or from a setting)`,
    );
  }
  const isFinal = isCall || Object.keys(source.app.variables).length === 0;
  if (isFinal && !allowsHost(source.hosts, url.hostname)) throw blockedHost(source, url.hostname, isCall);
  return url.href.replace(/\/+$/, '');
}

function blockedHost(source: ServerSource, hostname: string, isCall: boolean): ConnectorError {
  if (!isCall) return invalidConnector(source.appFile, '/hosts', `must name "${hostname}", where the API is`);
  const message = `${source.app.title} may not send to ${hostname}: it is none of the app's hosts.`;
  return new ConnectorError('egress_blocked', message);
}
