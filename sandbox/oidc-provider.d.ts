/** The part of oidc-provider that the sandbox uses; the package brings no types of its own. */
declare module 'oidc-provider' {
  import type { EventEmitter } from 'node:events';
  import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';

  export type Stored = Record<string, unknown>;

  export interface Adapter {
    upsert(id: string, payload: Stored, expiresIn?: number): Promise<void>;
    find(id: string): Promise<Stored | undefined>;
    findByUid(uid: string): Promise<Stored | undefined>;
    findByUserCode(userCode: string): Promise<Stored | undefined>;
    consume(id: string): Promise<void>;
    destroy(id: string): Promise<void>;
    revokeByGrantId(grantId: string): Promise<void>;
  }

  export interface ClientMetadata {
    client_id: string;
    client_secret: string;
    client_name: string;
    redirect_uris: string[];
    grant_types: string[];
    response_types: string[];
  }

  export interface Interaction {
    uid: string;
    prompt: { name: string; details: { missingOIDCScope?: string[] } };
    params: Record<string, string | undefined>;
    session?: { accountId: string; cookie: string };
    grantId?: string;
  }

  export interface Grant {
    addOIDCScope(scope: string): void;
    save(): Promise<string>;
  }

  export interface AccessToken {
    accountId: string;
    scopes: Set<string>;
  }

  export interface KoaContext {
    type: string;
    body: unknown;
  }

  type Policy = (context: unknown, client: { clientId: string }, token: { clientId: string }) => boolean;

  export interface Configuration {
    adapter: (model: string) => Adapter;
    clients: ClientMetadata[];
    cookies: { keys: string[]; names: { session: string; interaction: string; resume: string } };
    claims: Record<string, string[]>;
    features: Record<string, { enabled: boolean; allowedPolicy?: Policy }>;
    expiresWithSession: () => boolean;
    findAccount: (context: unknown, id: string) => Account | undefined;
    interactions: { url: (context: unknown, interaction: Interaction) => string };
    issueRefreshToken: () => boolean;
    loadExistingGrant: (context: {
      oidc: { provider: Provider; result?: { consent?: { grantId?: string } } };
    }) => Promise<Grant | undefined> | undefined;
    jwks: { keys: unknown[] };
    pkce: { required: () => boolean };
    renderError: (context: KoaContext, error: { error: string; error_description?: string }) => Promise<void>;
    rotateRefreshToken: boolean;
    scopes: string[];
    ttl: Record<string, number>;
  }

  export interface Account {
    accountId: string;
    claims: () => Record<string, unknown> & { sub: string };
  }

  export class Provider extends EventEmitter {
    constructor(issuer: string, configuration: Configuration);
    callback(): RequestListener;
    interactionDetails(request: IncomingMessage, response: ServerResponse): Promise<Interaction>;
    /** Keeps the outcome and answers where the browser has to go next. */
    interactionResult(
      request: IncomingMessage,
      response: ServerResponse,
      result: Record<string, unknown>,
      options?: { mergeWithLastSubmission: boolean },
    ): Promise<string>;
    readonly AccessToken: { find(token: string): Promise<AccessToken | undefined> };
    readonly Client: { find(id: string): Promise<{ clientName?: string; clientId: string } | undefined> };
    readonly Grant: {
      find(id: string): Promise<Grant | undefined>;
      new (of: { accountId: string; clientId: string }): Grant;
    };
    readonly Session: { find(cookie: string): Promise<{ destroy(): Promise<void> } | undefined> };
  }

  export default Provider;
}
