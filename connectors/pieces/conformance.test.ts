import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type {
  AuthFieldDefinition,
  AuthScheme,
  CallContext,
  Connector,
  Credentials,
} from '#connectors/kit/connector.ts';
import { ConnectorError } from '#connectors/kit/errors.ts';
import type { Json, JsonObject } from '#connectors/kit/json.ts';
import { callContext } from '#connectors/testing/call-context.ts';
import type { RecordedRequest } from '#connectors/testing/loopback-server.ts';
import { sampleOf } from '#connectors/testing/sample-value.ts';
import { startRecordingServer } from '#connectors/testing/start-recording-server.ts';
import { startTlsFront } from '#connectors/testing/tls-front.ts';

import { loadPieceFolder } from './load-piece-folder.ts';
import { pieceFolders } from './piece-folders.ts';
import { WorkerPool } from './worker/worker-pool.ts';

/**
 * What every shipped app of a piece has to hold when it is called, beside what `connectors/conformance.test.ts` asks of
 * documents: each function, dropdown and set of fields comes to an end, sends to its app's hosts only, and sends the
 * credentials where a server looks for them. The vendors' replies are not known here, so a function may well fail.
 */
const SECRET = 'conformance-secret-4711';
const ACCOUNT_HOST = 'account.test';
/** Of a message, as Slack's pieces look at before they ask */
const TIMESTAMP = '1710304378.475129';

const recorder = await startRecordingServer();
const front = await startTlsFront(() => recorder.origin);
const workers = new WorkerPool({ isolation: 'process', size: 2, extraCa: [front.authority] });
const folders = pieceFolders(join(import.meta.dirname, '../apps'));
const connectors = await Promise.all(folders.map((folder) => loadPieceFolder(folder, workers)));
// Databases have no passthrough, and no server here: `e2e/products` calls one.
const apps = connectors.filter((one) => one.functions().some(({ type }) => type === 'PASSTHROUGH'));
afterAll(async () => {
  await workers.close();
  await front.close();
  await recorder.close();
});

interface Call {
  /** The hosts it asked for */
  hosts: string[];
  requests: RecordedRequest[];
  /** How it ended: a status, or an error's code */
  end: number | string;
}

async function observed(
  scheme: AuthScheme,
  work: (context: CallContext) => Promise<{ status?: number } | object>,
): Promise<Call> {
  const hosts: string[] = [];
  const before = recorder.requests.length;
  const dial: CallContext['dial'] = (host) => {
    hosts.push(host);
    return front.connect();
  };
  const fetchByFront: CallContext['fetch'] = (request) => {
    const url = new URL(request.url);
    hosts.push(url.hostname);
    return fetch(new Request(recorder.origin + url.pathname + url.search, request));
  };
  const context = { ...callContext(credentialsFor(scheme), AbortSignal.timeout(10_000)), dial, fetch: fetchByFront };
  const end = await work(context).then(
    (result) => ('status' in result && typeof result.status === 'number' ? result.status : 200),
    (error: unknown) => {
      if (error instanceof ConnectorError) return error.code;
      throw error;
    },
  );
  return { hosts, requests: recorder.requests.slice(before), end };
}

function credentialsFor(scheme: AuthScheme): Credentials {
  if (scheme.type === 'oauth2')
    return { scheme: scheme.name, type: 'oauth2', accessToken: SECRET, tokenType: 'Bearer', extra: {} };
  return {
    scheme: scheme.name,
    type: scheme.type,
    values: Object.fromEntries(scheme.fields.map((field) => [field.name, valueFor(field)])),
  };
}

function valueFor({ name, type, options }: AuthFieldDefinition): string {
  if (type === 'secret') return SECRET;
  if (type === 'select') return options?.[0]?.value ?? '';
  return /url|domain|host/i.test(name) ? `https://${ACCOUNT_HOST}` : 'example';
}

const isAllowed = ({ manifest }: Connector, host: string) =>
  host === ACCOUNT_HOST ||
  manifest.hosts.some((one) => one === host || (one.startsWith('*.') && host.endsWith(one.slice(1))));

/** Basic credentials are Base64, and a vendor's own token may be signed with the secret instead of holding it. */
const holdsSecret = (request: RecordedRequest): boolean => {
  const text = JSON.stringify(request);
  const [, encoded = ''] = /^Basic (.+)$/.exec(request.headers.authorization ?? '') ?? [];
  return text.includes(SECRET) || Buffer.from(encoded, 'base64').toString().includes(SECRET);
};

describe.each(apps.map((connector) => ({ name: connector.manifest.name, connector })))(
  'the app $name',
  ({ connector }) => {
    it('ends each call, sends to its own hosts only, and its credentials out of sight of paths', async () => {
      const silent: string[] = [];
      for (const { name, parameters } of connector.functions()) {
        const scheme = connector.auth[0]!;
        const call = await observed(scheme, (context) =>
          connector.invoke({ functionName: name, input: inputFor(name, parameters) }, context),
        );
        expect(call.end, name).not.toBe('egress_blocked');
        for (const host of call.hosts) expect(isAllowed(connector, host), `${name} → ${host}`).toBe(true);
        for (const { path } of call.requests) expect(path.split('?')[0], name).not.toContain(SECRET);
        if (!call.requests.some(holdsSecret)) silent.push(`${name}: ${call.end}`);
      }
      // Those that look at their input, or at an earlier reply, before the credentials go anywhere.
      expect(silent).toMatchSnapshot();
    }, 120_000);

    it('ends each verification, whichever way it was connected', async () => {
      for (const scheme of connector.auth) {
        const call = await observed(scheme, (context) => connector.verify(context));
        for (const host of call.hosts) expect(isAllowed(connector, host), `${scheme.name} → ${host}`).toBe(true);
        expect(call.end, scheme.name).not.toBe('egress_blocked');
      }
    }, 60_000);

    it('ends each dropdown and each set of fields', async () => {
      for (const { name, options = {}, fields = {} } of connector.functions()) {
        const asks = [
          ...Object.entries(options).map(
            ([parameter, { dependsOn }]) => ({ kind: 'options', parameter, dependsOn }) as const,
          ),
          ...Object.entries(fields).map(
            ([parameter, { dependsOn }]) => ({ kind: 'fields', parameter, dependsOn }) as const,
          ),
        ];
        for (const { kind, parameter, dependsOn } of asks) {
          const input = Object.fromEntries(dependsOn.map((one): [string, Json] => [one, 'sample']));
          const call = await observed(connector.auth[0]!, (context) =>
            connector[kind]({ functionName: name, parameter, input }, context),
          );
          for (const host of call.hosts) expect(isAllowed(connector, host), `${name} → ${host}`).toBe(true);
          expect(call.end, `${name} ${parameter}`).not.toBe('provider_timeout');
        }
      }
    }, 120_000);
  },
);

function inputFor(name: string, parameters: JsonObject): JsonObject {
  if (name.endsWith('-passthrough-request')) return { method: 'GET', url: '/' };
  const sample = sampleOf(parameters) as JsonObject;
  const entries = Object.entries(sample).map(([key, value]) => [key, /ts$|timestamp/i.test(key) ? TIMESTAMP : value]);
  return Object.fromEntries(entries) as JsonObject;
}
