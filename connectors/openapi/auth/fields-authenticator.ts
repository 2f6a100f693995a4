import type { AuthFieldDefinition, Credentials, FieldsScheme } from '#connectors/kit/connector.ts';
import type { SchemeOverlay } from '../app-file.ts';
import { invalidConnector } from '#connectors/kit/invalid-connector.ts';
import type { Authenticator } from './authenticator.ts';
import { fillApiKey, fillBasic, fillCustom } from './fill-places.ts';
import type { AuthSource } from './read-authenticators.ts';

type FieldsOverlay = Exclude<SchemeOverlay, { type: 'oauth2' }>;
type ApiKeyOverlay = Extract<SchemeOverlay, { type: 'api_key' }>;
type BasicOverlay = Extract<SchemeOverlay, { type: 'basic' }>;

const TITLES = { api_key: 'API key', basic: 'User name and password', custom: 'Credentials' } as const;

export function fieldsAuthenticator(name: string, overlay: FieldsOverlay, source: AuthSource): Authenticator {
  const base = {
    type: overlay.type,
    name,
    title: overlay.title ?? TITLES[overlay.type],
    ...(overlay.description === undefined ? {} : { description: overlay.description }),
    ...(overlay.helpUrl === undefined ? {} : { helpUrl: source.settings.expand(overlay.helpUrl) }),
  };
  const withFields = (fields: readonly AuthFieldDefinition[]): FieldsScheme => ({
    ...base,
    fields: [...overlay.fields, ...fields],
  });
  if (overlay.type === 'api_key') return apiKey(overlay, withFields, `/auth/${name}`, source);
  if (overlay.type === 'basic') {
    const place = { in: 'header', name: 'Authorization' } as const;
    const fill = (credentials: Credentials) => fillBasic(overlay.fixed ?? {}, credentials);
    return { scheme: withFields(basicFields(overlay)), places: [place], fill };
  }
  const { send } = overlay;
  const scheme = withFields([]);
  checkFieldNames(
    send.map((place) => place.value),
    scheme,
    `/auth/${name}/send`,
    source,
  );
  return { scheme, places: send, fill: (credentials) => fillCustom(send, credentials) };
}

type WithFields = (fields: readonly AuthFieldDefinition[]) => FieldsScheme;

function apiKey(overlay: ApiKeyOverlay, withFields: WithFields, pointer: string, source: AuthSource): Authenticator {
  const { send, field } = overlay;
  if (!send) {
    const problem = 'say where the key goes: {"in": "header", "name": "X-API-Key"}';
    throw invalidConnector(source.appFile, `${pointer}/send`, problem);
  }
  const name = field?.name ?? 'api_key';
  const scheme = withFields([{ title: 'API key', type: 'secret', required: true, ...field, name }]);
  return { scheme, places: [send], fill: (credentials) => fillApiKey(send, name, credentials) };
}

function basicFields({ username, password, fixed }: BasicOverlay): AuthFieldDefinition[] {
  const type = fixed && 'password' in fixed ? 'secret' : 'text';
  const fields: AuthFieldDefinition[] = [
    { title: 'User name', ...username, name: 'username', type, required: true },
    { title: 'Password', ...password, name: 'password', type: 'secret', required: true },
  ];
  return fields.filter((field) => !fixed || !Object.hasOwn(fixed, field.name));
}

function checkFieldNames(values: string[], scheme: FieldsScheme, pointer: string, source: AuthSource): void {
  const known = new Set(scheme.fields.map((field) => field.name));
  for (const match of values.join(' ').matchAll(/\{([A-Za-z0-9_-]+)\}/g)) {
    if (known.has(match[1]!)) continue;
    throw invalidConnector(
      source.appFile,
      pointer,
      `{${match[1]}} is none of the scheme's fields: ${[...known].join(', ')}`,
    );
  }
}
