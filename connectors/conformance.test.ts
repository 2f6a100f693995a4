import { Buffer } from 'node:buffer';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AuthScheme, CallContext, Connector, Credentials, FunctionDefinition } from '#connectors/kit/connector.ts';
import type { Json, JsonObject } from '#connectors/kit/json.ts';
import { appFolders } from '#connectors/app-folders.ts';
import { loadAppFolder } from '#connectors/openapi/load-app-folder.ts';
import { callContext } from '#connectors/testing/call-context.ts';
import type { RecordedRequest } from '#connectors/testing/loopback-server.ts';
import { sampleOf } from '#connectors/testing/sample-value.ts';
import { startRecordingServer, type RecordingServer } from '#connectors/testing/start-recording-server.ts';

/** What every shipped app has to hold, whichever it is. */

const SECRET = 'conformance-secret-4711';
const apps = await Promise.all(
  appFolders(join(import.meta.dirname, 'apps'))
    .filter((folder) => existsSync(join(folder, 'openapi.json')))
    .map((folder) => loadAppFolder(folder, { environment: {} })),
);
const functions = apps.flatMap((connector) => connector.functions().map((one) => ({ name: one.name, one, connector })));
const ajv = addFormats.default(new Ajv2020({ strict: true, strictTypes: false, strictTuples: false, allErrors: true }));

let server: RecordingServer;
beforeAll(async () => {
  server = await startRecordingServer();
});
afterAll(() => server.close());

/** Whatever host a request is meant for, it goes to the recording server; the host it was meant for is noted. */
function contextFor(scheme: AuthScheme, hosts: string[]): CallContext {
  return {
    ...callContext(credentialsFor(scheme)),
    fetch: (request) => {
      const url = new URL(request.url);
      hosts.push(url.hostname);
      return fetch(new Request(server.origin + url.pathname + url.search, request));
    },
  };
}

function credentialsFor(scheme: AuthScheme): Credentials {
  if (scheme.type === 'oauth2')
    return { scheme: scheme.name, type: 'oauth2', accessToken: SECRET, tokenType: 'Bearer', extra: {} };
  const values = Object.fromEntries(
    scheme.fields.map((field) => [field.name, field.type === 'secret' ? SECRET : 'example']),
  );
  return { scheme: scheme.name, type: scheme.type, values };
}

/** What `basic` encodes, readable. */
function withPlainCredentials(request: RecordedRequest): RecordedRequest {
  const [scheme, encoded] = request.headers.authorization?.split(' ') ?? [];
  if (scheme !== 'Basic' || encoded === undefined) return request;
  const authorization = Buffer.from(encoded, 'base64').toString('utf8');
  return { ...request, headers: { ...request.headers, authorization } };
}

const isAllowed = (connector: Connector, host: string) =>
  connector.manifest.hosts.some((one) => one === host || (one.startsWith('*.') && host.endsWith(one.slice(1))));

describe.each(apps.map((connector) => ({ name: connector.manifest.name, connector })))(
  'the app $name',
  ({ connector }) => {
    it('has a title, a description, an icon, hosts, a way to connect and functions', () => {
      expect(connector.manifest.title).not.toBe('');
      expect(connector.manifest.description).not.toBe('');
      expect(connector.manifest.iconPath).toMatch(/icon\.(svg|png)$/);
      expect(connector.manifest.hosts).not.toHaveLength(0);
      expect(connector.auth).not.toHaveLength(0);
      expect(connector.functions()).not.toHaveLength(0);
    });

    it('says where a user finds what a form asks for', () => {
      for (const scheme of connector.auth) {
        if (scheme.type !== 'oauth2') expect(scheme.helpUrl, scheme.name).toMatch(/^https:\/\//);
      }
    });

    it('leaves out nothing that its document has', () => {
      expect(connector.skipped ?? []).toEqual([]);
    });

    it('gives each function a name of its own, made of its name', () => {
      const names = connector.functions().map((one) => one.name);
      expect(new Set(names).size).toBe(names.length);
      for (const name of names) expect(name).toMatch(new RegExp(`^${connector.manifest.name}-[a-z0-9-]+$`));
      for (const name of names) expect(name.length).toBeLessThanOrEqual(64);
    });

    it('keeps the names it once gave', () => {
      expect(connector.functions().map((one) => one.name)).toMatchSnapshot();
    });
  },
);

describe.each(functions)('$name', ({ one, connector }) => {
  it('has a signature that compiles, with a title for each parameter', () => {
    const validate = ajv.compile(one.parameters);
    expect(validate(sampleOf(one.parameters)), JSON.stringify(validate.errors)).toBe(true);
    for (const parameter of Object.values(one.parameters.properties ?? {})) {
      expect(parameter).toHaveProperty('title', expect.stringMatching(/^\S/));
    }
  });

  it.each(connector.auth)(
    'is called with the credentials of $name in one place, at an allowed host',
    async (scheme) => {
      const hosts: string[] = [];
      const before = server.requests.length;
      await connector.invoke({ functionName: one.name, input: inputFor(one) }, contextFor(scheme, hosts));
      expect(server.requests).toHaveLength(before + 1);
      const request = JSON.stringify(withPlainCredentials(server.last()));
      expect(request.split(SECRET)).toHaveLength(2);
      expect(server.last().path).not.toMatch(/[{}]|undefined|\[object/);
      expect(hosts.every((host) => isAllowed(connector, host))).toBe(true);
    },
  );

  it('pages to an end', async () => {
    let cursor: string | undefined;
    let calls = 0;
    do {
      const context = contextFor(connector.auth[0]!, []);
      const result = await connector.invoke({ functionName: one.name, input: inputFor(one), cursor }, context);
      expect(result.nextPage === undefined).toBe(!one.paged);
      cursor = result.nextPage;
      calls += 1;
    } while (cursor && calls < 5);
    expect(calls).toBe(1);
  });

  it('asks for its choices with what they depend on', async () => {
    for (const [parameter, source] of Object.entries(one.options ?? {})) {
      const input = Object.fromEntries(source.dependsOn.map((name): [string, Json] => [name, 1]));
      const page = await connector.options(
        { functionName: one.name, parameter, input },
        contextFor(connector.auth[0]!, []),
      );
      expect(page.options).toEqual([]);
    }
  });
});

function inputFor(one: FunctionDefinition): JsonObject {
  // Which of its parameters go together depends on the method.
  if (one.type === 'PASSTHROUGH') return { method: 'GET', url: '/anything' };
  return sampleOf(one.parameters) as JsonObject;
}
