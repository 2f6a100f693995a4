import type { Socket } from 'node:net';
import type { Json, JsonObject } from './json.ts';

/**
 * What gives us an app. Two kinds stand behind it, a document (`connectors/openapi`) and a piece; whoever calls a
 * connector cannot tell them apart. A connector holds no state of a user: credentials come with each call.
 */
export interface Connector {
  readonly manifest: Manifest;
  readonly auth: readonly AuthScheme[];
  /** What the document or the piece has and is not offered, because it cannot be used; absent: nothing */
  readonly skipped?: readonly SkippedPart[];
  /** Every function of the app. The names never change once given. */
  functions(): readonly FunctionDefinition[];
  /** Choices of a dropdown parameter, by a live call. Throws `ConnectorError('credentials_rejected')` like `verify`. */
  options(request: OptionsRequest, context: CallContext): Promise<OptionsPage>;
  /** JSON Schema of parameters that depend on other parameters' values, by a live call. */
  fields(request: FieldsRequest, context: CallContext): Promise<JsonObject>;
  /** Finds out whose credentials these are. Throws `ConnectorError('credentials_rejected')` if the app refuses them. */
  verify(context: CallContext): Promise<AccountIdentity>;
  /** One call. `input` has been validated against the function's parameters. Throws only `ConnectorError`. */
  invoke(request: InvokeRequest, context: CallContext): Promise<InvokeResult>;
}

export interface Manifest {
  /** `slack` */
  name: string;
  title: string;
  description: string;
  categories: readonly string[];
  /** Where the vendor documents its API */
  docsUrl: string | null;
  /** An SVG or PNG file's absolute path */
  iconPath: string | null;
  /**
   * Host names the connector may send to, without ports; nothing else leaves. `api.example.com` is exact,
   * `*.example.com` is any name below it, `*` is any host (apps whose address each user enters).
   */
  hosts: readonly string[];
  allowMultipleAccounts: boolean;
}

/** A part of a document or a piece that cannot be used, though nobody asked to leave it out. */
export interface SkippedPart {
  /** Of an operation or action in the document or the piece, a path, or `auth/<scheme>` */
  id: string;
  /** File, place and what is wrong there */
  reason: string;
}

export interface FunctionDefinition {
  /** `slack-post-message` */
  name: string;
  /** Its id in the document or the piece; absent: it is the connector's own. `names.json` goes by it. */
  sourceId?: string;
  title: string;
  description: string;
  type: 'QUERY' | 'ACTION' | 'PASSTHROUGH';
  /** JSON Schema 2020-12 of type object, self-contained */
  parameters: JsonObject;
  /** True where `next_page` goes in and comes out */
  paged: boolean;
  /** True where running it twice does no harm */
  idempotent: boolean;
  /** Which parameters have choices to be fetched by `options()`; absent: none */
  options?: Readonly<Record<string, OptionsSource>>;
  /** Which parameters are objects whose properties are to be fetched by `fields()`; absent: none */
  fields?: Readonly<Record<string, FieldsSource>>;
}

export interface OptionsSource {
  /** Parameters whose values are sent along; those that the function requires have to be there */
  dependsOn: readonly string[];
  /** True where the vendor itself searches; false: `search` picks among the titles of a page */
  searchable: boolean;
}

export interface FieldsSource {
  /** As for options */
  dependsOn: readonly string[];
}

export type AuthScheme = OAuth2Scheme | FieldsScheme;

/** OAuth 2 authorization code. Which endpoints, and where the vendor departs from the standard: as data. */
export interface OAuth2Scheme {
  type: 'oauth2';
  name: string;
  title: string;
  description?: string;
  authorizationUrl: string;
  tokenUrl: string;
  /** RFC 7009 */
  revocationUrl?: string;
  /**
   * RFC 9207: the `iss` that every authorization answer has to bring. Absent where the vendor sends none; where it is
   * given, an answer without it is refused.
   */
  issuer?: string;
  scopes: readonly string[];
  /** Further parameters of the authorization request, such as `prompt` */
  authorizationParameters?: Readonly<Record<string, string>>;
  clientAuthentication: 'client_secret_basic' | 'client_secret_post' | 'none';
  /** Assumed where the token reply names no `expires_in`, in seconds; absent: it does not expire */
  defaultExpiresIn?: number;
  tokenReply?: TokenReplyQuirks;
}

/** Where the vendor's token reply departs from RFC 6749 section 5.1. */
export interface TokenReplyQuirks {
  /** JSON pointer to the object that holds the token fields, such as `/authed_user`; absent: the reply itself */
  root?: string;
  /** Taken in place of the reply's `token_type`, which is missing or of the vendor's own making */
  tokenType?: 'bearer';
  /** JSON pointer to a value that is false where the reply is an error in spite of its status 200, such as `/ok` */
  success?: string;
  /**
   * The reply holds an ID token of the scheme's `issuer` (OpenID Connect Core section 3.1.3.3): its claims are checked,
   * and take its place as `id_token`. Said of vendors who tell nowhere else whose account it is.
   */
  idToken?: true;
  /**
   * JSON pointers to further tokens that belong to the credentials, such as a user's beside a bot's: they stay in
   * `Credentials.extra`, and are revoked with the others. They are not renewed. One that a reply lacks is no error.
   */
  furtherTokens?: readonly string[];
  /**
   * The token is one for all who connect the same workspace of the vendor, as a bot's is: one account's end must not revoke
   * it, and revokes its further tokens only
   */
  shared?: true;
}

/** Credentials a user types in: an API key, a user name and a password, or several fields. */
export interface FieldsScheme {
  type: 'api_key' | 'basic' | 'custom';
  name: string;
  title: string;
  description?: string;
  helpUrl?: string;
  fields: readonly AuthFieldDefinition[];
}

export interface AuthFieldDefinition {
  name: string;
  title: string;
  description?: string;
  placeholder?: string;
  type: 'text' | 'secret' | 'url' | 'select';
  options?: readonly { value: string; title: string }[];
  required: boolean;
  pattern?: string;
}

/** What a call is made with. An OAuth account's refresh token and client secret never reach a connector. */
export type Credentials =
  /**
   * `extra`: the token reply without its tokens, but for `furtherTokens`; some vendors say in it where their API is, or
   * who the user is
   */
  (
    | { scheme: string; type: 'oauth2'; accessToken: string; tokenType: string; extra: JsonObject }
    | { scheme: string; type: 'api_key' | 'basic' | 'custom'; values: Readonly<Record<string, string>> }
  ) & {
    /** `AccountIdentity.found` of when the account was connected */
    found?: Readonly<Record<string, string>>;
  };

export interface CallContext {
  credentials: Credentials;
  /** The only way out. It holds the SSRF rules, the allowed hosts, the size and the time limits. */
  fetch: GuardedFetch;
  /** The same for what is no HTTP, and for clients that we did not write */
  dial: GuardedDial;
  /** Whose call this is: foreign code of two tenants never shares a process */
  tenant: string;
  /** Ends the call: deadline, or the caller went away */
  signal: AbortSignal;
}

export type GuardedFetch = (request: Request) => Promise<Response>;

/** A TCP connection to a host whose addresses were checked. Throws `ConnectorError` like `GuardedFetch`. */
export type GuardedDial = (host: string, port: number) => Promise<Socket>;

export interface AccountIdentity {
  /** The account's id at the vendor: connecting it again renews the account instead of adding one */
  externalId: string;
  /** What the user knows it by: a name, an address */
  displayName: string;
  /**
   * The app does not say whose credentials these are: the id was made from them, so those that replace them one day
   * have another
   */
  isOfCredentials?: true;
  /** What later calls need to know of the account, such as the site it is at: kept with its credentials */
  found?: Readonly<Record<string, string>>;
}

export interface InvokeRequest {
  functionName: string;
  input: JsonObject;
  /** The `next_page` of the call before */
  cursor?: string;
}

export interface InvokeResult {
  /** HTTP status of the vendor's answer */
  status: number;
  output: Json;
  /** Only where the function is paged; empty at the end */
  nextPage?: string;
  /**
   * True where a request of the call may have changed something at the vendor, whatever `status` the last one came to:
   * making the call again would do that twice. Absent: the status speaks for the whole call.
   */
  hasWritten?: boolean;
  /** The answer's `Retry-After` as it came (RFC 9110 section 10.2.3) */
  retryAfter?: string;
  /** What the vendor calls the request that it answered, for its support */
  requestId?: string;
}

export interface OptionsRequest {
  functionName: string;
  parameter: string;
  /** Values of the parameters it depends on */
  input: JsonObject;
  search?: string;
  cursor?: string;
}

export interface OptionsPage {
  options: { value: Json; title: string }[];
  nextPage?: string;
}

export interface FieldsRequest {
  functionName: string;
  parameter: string;
  input: JsonObject;
}
