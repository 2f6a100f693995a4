import type { CallContext, Connector, Credentials, InvokeResult, OptionsPage } from '../kit/connector.ts';
import type { Json, JsonObject } from '../kit/json.ts';
import { loadAppFolder } from '../openapi/load-app-folder.ts';
import { callContext } from './call-context.ts';
import { startRecordingServer, type RecordingServer } from './start-recording-server.ts';

export interface VendorStandIn {
  connector: Connector;
  context: CallContext;
  server: RecordingServer;
  /** Where each request was meant to go: method and URL */
  meant: string[];
  invoke(name: string, input?: JsonObject, cursor?: string): Promise<InvokeResult>;
  options(name: string, parameter: string, input?: JsonObject, search?: string): Promise<OptionsPage>;
}

/**
 * A shipped app that is connected by OAuth, and a local server in its vendor's place: whatever host a request is meant
 * for, the server gets it, and answers what `answers` has for its path.
 */
export async function startVendorStandIn(
  folder: string,
  answers: Readonly<Record<string, Json>> = {},
): Promise<VendorStandIn> {
  const connector = await loadAppFolder(folder, { environment: {} });
  const { name } = connector.manifest;
  const server = await startRecordingServer(({ path }) => {
    const answer = answers[path.split('?')[0]!];
    return answer === undefined ? undefined : { body: JSON.stringify(answer), headers: JSON_TYPE };
  });
  const meant: string[] = [];
  const context: CallContext = {
    ...callContext(CREDENTIALS),
    fetch: (request) => {
      const { href, pathname, search } = new URL(request.url);
      meant.push(`${request.method} ${href}`);
      return fetch(new Request(server.origin + pathname + search, request));
    },
  };
  return {
    connector,
    context,
    server,
    meant,
    invoke: (functionName, input = {}, cursor) =>
      connector.invoke({ functionName: `${name}-${functionName}`, input, cursor }, context),
    options: (functionName, parameter, input = {}, search) =>
      connector.options({ functionName: `${name}-${functionName}`, parameter, input, search }, context),
  };
}

const JSON_TYPE = { 'content-type': 'application/json' };
const CREDENTIALS: Credentials = {
  scheme: 'oauth2',
  type: 'oauth2',
  accessToken: 'access-token',
  tokenType: 'Bearer',
  extra: {},
};
