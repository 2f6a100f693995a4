import type { AuthFieldDefinition, AuthScheme, Credentials, OAuth2Scheme } from '#connectors/kit/connector.ts';
import { ConnectorError } from '#connectors/kit/errors.ts';
import type { CustomPlacement } from '../../openapi/app-file.ts';
import type { PieceAuth as WorkerAuth } from '../../runner/protocol.ts';
import type { AuthOverlay, PieceAppFile } from '../app-file.ts';
import type { PieceAuth, PieceDescription, PieceProperty } from '../description.ts';
import { plainText } from '../signature/property-schema.ts';

/** One of a piece's ways to connect. */
export interface PieceScheme {
  scheme: AuthScheme;
  /** Where the credential goes in requests of our own; absent where nobody said */
  send?: readonly CustomPlacement[];
  /** An account's credentials as the piece knows them. Throws `needs_reconnect` where they are of another kind. */
  toPiece(credentials: Credentials): WorkerAuth;
}

const names: Record<string, string> = {
  OAUTH2: 'oauth2',
  SECRET_TEXT: 'api_key',
  BASIC_AUTH: 'basic',
  CUSTOM_AUTH: 'custom',
};

/** The ways to connect that can be offered, in the piece's order. What a scheme is called never changes. */
export function pieceSchemes(app: PieceAppFile, piece: PieceDescription): PieceScheme[] {
  const taken = new Set<string>();
  return piece.auth.flatMap((auth, index) => {
    const base = names[auth.type];
    if (base === undefined) return [];
    const name = taken.has(base) ? `${base}_${index + 1}` : base;
    taken.add(name);
    const overlay = app.auth[name];
    if (overlay?.hidden) return [];
    return auth.type === 'OAUTH2'
      ? oauthScheme(name, auth, index, overlay)
      : [fieldsScheme(name, auth, index, overlay)];
  });
}

/** Empty where the addresses depend on what a user enters first: there is no step for that in OAuth yet. */
function oauthScheme(name: string, { oauth, title }: PieceAuth, index: number, overlay?: AuthOverlay): PieceScheme[] {
  if (!oauth || [oauth.authUrl, oauth.tokenUrl].some((url) => url.includes('{'))) return [];
  if (oauth.grantType === 'client_credentials') return [];
  const { authUrl, parameters } = splitQuery(oauth.authUrl);
  const scheme: OAuth2Scheme = {
    type: 'oauth2',
    name,
    title: overlay?.title ?? (title || 'OAuth'),
    ...(overlay?.description ? { description: overlay.description } : {}),
    authorizationUrl: authUrl,
    tokenUrl: oauth.tokenUrl,
    scopes: oauth.scope,
    authorizationParameters: { ...parameters, ...oauth.extra, ...(oauth.prompt ? { prompt: oauth.prompt } : {}) },
    clientAuthentication: oauth.authorizationMethod === 'HEADER' ? 'client_secret_basic' : 'client_secret_post',
    ...overlay?.oauth2,
  };
  const toPiece = (credentials: Credentials): WorkerAuth => {
    if (credentials.type !== 'oauth2') throw otherKind();
    const { accessToken, tokenType, extra } = credentials;
    const value = {
      access_token: accessToken,
      token_type: tokenType,
      scope: oauth.scope.join(' '),
      data: extra,
      props: {},
    };
    return { index, value: { type: 'OAUTH2', ...value } };
  };
  const bearer = [{ in: 'header' as const, name: 'Authorization', value: 'Bearer {access_token}' }];
  return [{ scheme, send: overlay?.send ?? bearer, toPiece }];
}

function fieldsScheme(name: string, auth: PieceAuth, index: number, overlay?: AuthOverlay): PieceScheme {
  const type = auth.type === 'SECRET_TEXT' ? 'api_key' : auth.type === 'BASIC_AUTH' ? 'basic' : 'custom';
  const description = overlay?.description ?? plainText(auth.description);
  const properties = auth.fields.filter((field) => field.type !== 'MARKDOWN');
  const scheme: AuthScheme = {
    type,
    name,
    title:
      overlay?.title ??
      (type === 'custom' && auth.title === 'Connection' ? 'Credentials' : auth.title || 'Credentials'),
    ...(description ? { description } : {}),
    ...(overlay?.helpUrl ? { helpUrl: overlay.helpUrl } : {}),
    fields: type === 'api_key' ? [secretField(auth)] : type === 'basic' ? basicFields(auth) : properties.map(field),
  };
  const toPiece = (credentials: Credentials): WorkerAuth => {
    if (credentials.type === 'oauth2') throw otherKind();
    const { values } = credentials;
    if (type === 'api_key') return { index, value: { type: 'SECRET_TEXT', secret_text: values.secret_text ?? '' } };
    if (type === 'basic') {
      return { index, value: { type: 'BASIC_AUTH', username: values.username ?? '', password: values.password ?? '' } };
    }
    const props = Object.fromEntries(properties.map((one) => [one.name, valueOf(one, values[one.name])]));
    return { index, value: { type: 'CUSTOM_AUTH', props } };
  };
  return { scheme, ...(overlay?.send ? { send: overlay.send } : {}), toPiece };
}

function secretField({ title }: PieceAuth): AuthFieldDefinition {
  return { name: 'secret_text', title: title || 'API key', type: 'secret', required: true };
}

function basicFields({ fields }: PieceAuth): AuthFieldDefinition[] {
  const [username, password] = ['username', 'password'].map((name) => fields.find((one) => one.name === name));
  return [
    { name: 'username', title: username?.title || 'User name', type: 'text', required: true },
    { name: 'password', title: password?.title || 'Password', type: 'secret', required: true },
  ];
}

function field(property: PieceProperty): AuthFieldDefinition {
  const { name, title, description, placeholder, required, defaultValue, type } = property;
  const isChoice = type === 'STATIC_DROPDOWN' || type === 'CHECKBOX';
  return {
    name,
    title: title || name,
    ...(description ? { description: plainText(description) } : {}),
    ...(placeholder ? { placeholder } : {}),
    type: type === 'SECRET_TEXT' ? 'secret' : isChoice ? 'select' : 'text',
    ...(isChoice ? { options: choicesOf(property) } : {}),
    required: required && defaultValue === undefined && type !== 'CHECKBOX',
  };
}

function choicesOf({ type, options = [] }: PieceProperty): { value: string; title: string }[] {
  if (type === 'CHECKBOX') {
    return [
      { value: 'false', title: 'No' },
      { value: 'true', title: 'Yes' },
    ];
  }
  return options.map(({ label, value }) => ({ value: textOf(value), title: label }));
}

/** What a form gave as text, as the piece wants it. */
function valueOf({ type, defaultValue, options = [] }: PieceProperty, given: string | undefined): unknown {
  if (given === undefined || given === '') return defaultValue ?? (type === 'CHECKBOX' ? false : undefined);
  if (type === 'CHECKBOX') return given === 'true';
  if (type === 'NUMBER') return Number(given);
  if (type === 'STATIC_DROPDOWN') return options.find(({ value }) => textOf(value) === given)?.value ?? given;
  return given;
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

/** Some pieces put parameters into the address; the authorization request is made from both. */
function splitQuery(address: string): { authUrl: string; parameters: Record<string, string> } {
  const url = new URL(address);
  const parameters = Object.fromEntries(url.searchParams);
  url.search = '';
  return { authUrl: url.href, parameters };
}

function otherKind(): ConnectorError {
  return new ConnectorError(
    'needs_reconnect',
    'The account was connected in a way that is offered no more. Connect it again.',
  );
}
