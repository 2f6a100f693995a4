import type { AuthScheme } from '#connectors/kit/connector.ts';
import type { FunctionTable } from './function-table.ts';
import { invalidConnector } from './invalid-connector.ts';
import { serverUrl, type ServerSource } from './request/server-url.ts';

/**
 * Compiles everything once that is otherwise compiled when first used, and keeps none of it, so that a document that
 * cannot be used is known when its app is loaded. Throws `ConnectorError('invalid_connector')`.
 */
export function checkFunctions(functions: FunctionTable, source: ServerSource, auth: readonly AuthScheme[]): void {
  for (const one of functions.all()) {
    serverUrl(source, one.compile().plan.servers);
    for (const [parameter, { operationId }] of Object.entries(one.overlay.options)) {
      functions.helper(operationId, `/functions/${one.operation.id}/options/${parameter}/operationId`).compile();
    }
  }
  checkVerify(functions, source, auth);
}

function checkVerify(functions: FunctionTable, { app, appFile }: ServerSource, auth: readonly AuthScheme[]): void {
  const pointer = '/verify/operationId';
  const { operationId } = app.verify;
  if (operationId === undefined) {
    if (auth.every((scheme) => scheme.type === 'oauth2')) return;
    const problem = 'is needed: credentials that a user types in are checked by a call before they are kept';
    throw invalidConnector(appFile, pointer, problem);
  }
  const { required } = functions.helper(operationId, pointer).compile().parameters;
  if (!Array.isArray(required) || required.length === 0) return;
  throw invalidConnector(appFile, pointer, `must need no parameters, and needs ${required.join(', ')}`);
}
