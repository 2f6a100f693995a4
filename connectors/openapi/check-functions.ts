import type { AuthScheme } from '#connectors/kit/connector.ts';
import { ConnectorError } from '#connectors/kit/errors.ts';
import type { AppFunction } from './app-functions.ts';
import type { FunctionTable } from './function-table.ts';
import { invalidConnector } from '#connectors/kit/invalid-connector.ts';
import { serverUrl, type ServerSource } from './request/server-url.ts';

/**
 * Compiles everything once that is otherwise compiled when first used, and keeps none of it, so that a document that
 * cannot be used is known when its app is loaded. An operation that app.json says nothing about is left out instead.
 * Throws `ConnectorError('invalid_connector')`.
 */
export function checkFunctions(functions: FunctionTable, source: ServerSource, auth: readonly AuthScheme[]): void {
  for (const one of functions.all()) {
    const problem = problemOf(one, functions, source);
    if (problem) functions.leaveOut(one, problem);
  }
  checkVerify(functions, source, auth);
  checkVariables(functions, source, auth);
}

function problemOf(one: AppFunction, functions: FunctionTable, source: ServerSource): ConnectorError | undefined {
  try {
    serverUrl(source, one.compile().plan.servers);
    for (const [parameter, { operationId }] of Object.entries(one.overlay.options)) {
      functions.helper(operationId, `/functions/${one.operation.id}/options/${parameter}/operationId`).compile();
    }
    return undefined;
  } catch (error) {
    if (error instanceof ConnectorError) return error;
    const { document, pointer } = one.operation.node;
    return invalidConnector(document.file, pointer, 'no function can be made of this operation', error);
  }
}

function checkVerify(functions: FunctionTable, { app, appFile }: ServerSource, auth: readonly AuthScheme[]): void {
  const pointer = '/verify/operationId';
  if (!app.verify) return;
  const { operationId } = app.verify;
  if (operationId === undefined) {
    if (auth.every((scheme) => scheme.type === 'oauth2')) return;
    const problem = 'is needed: credentials that a user types in are checked by a call before they are kept';
    throw invalidConnector(appFile, pointer, problem);
  }
  checkNeedsNothing(functions, operationId, pointer, appFile);
}

function checkVariables(functions: FunctionTable, { app, appFile }: ServerSource, auth: readonly AuthScheme[]): void {
  for (const [name, variable] of Object.entries(app.variables)) {
    if (!('operationId' in variable)) continue;
    checkNeedsNothing(functions, variable.operationId, `/variables/${name}/operationId`, appFile);
    const unknown = variable.auth?.find((one) => auth.every((scheme) => scheme.name !== one));
    if (unknown === undefined) continue;
    const problem = `"${unknown}" is no way to connect; there are: ${auth.map((scheme) => scheme.name).join(', ')}`;
    throw invalidConnector(appFile, `/variables/${name}/auth`, problem);
  }
}

function checkNeedsNothing(functions: FunctionTable, operationId: string, pointer: string, appFile: string): void {
  const { required } = functions.helper(operationId, pointer).compile().parameters;
  if (!Array.isArray(required) || required.length === 0) return;
  throw invalidConnector(appFile, pointer, `must need no parameters, and needs ${required.join(', ')}`);
}
