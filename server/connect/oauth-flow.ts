import * as z from 'zod';
import { authorizationRequest } from '../oauth/authorization-request.ts';
import { loadOAuthClient, oauthSchemeOf, redirectUriOf } from '../oauth/oauth-client.ts';
import type { Services } from '../services.ts';
import { sha256 } from '../sessions/hash.ts';
import { findAttempt, requireOpen, unknownAttempt, type AttemptRef, type AttemptRow } from './attempt.ts';

/** The attempt that a popup's address names. */
export interface PopupRef extends AttemptRef {
  appKey: string;
}

/** What the callback needs again, sealed in the attempt's row. */
const Flow = z.object({ verifier: z.string() });
type Flow = z.infer<typeof Flow>;

export interface PreparedFlow {
  authorizationUrl: string;
  /** To be written into the attempt; an earlier state stops counting with it */
  columns: { auth_scheme: string; state_hash: Uint8Array; flow_sealed: Uint8Array };
}

/** Reads an attempt that can still go on, without holding it. */
export async function readOpenAttempt(services: Pick<Services, 'db'>, ref: AttemptRef): Promise<AttemptRow> {
  const row = await services.db.inWorkspace(ref.workspaceId, (tx) => findAttempt(tx, ref).executeTakeFirst());
  if (!row) throw unknownAttempt();
  requireOpen(row);
  return row;
}

/** Makes a new state and verifier for an attempt. Nothing counts before `columns` are committed. */
export async function prepareFlow(
  services: Pick<Services, 'config' | 'catalogue' | 'db' | 'egress' | 'vault'>,
  popup: PopupRef,
  attempt: Pick<AttemptRow, 'app'>,
  schemeName?: string,
): Promise<PreparedFlow> {
  const app = services.catalogue.findApp(attempt.app);
  const scheme = oauthSchemeOf(app, schemeName);
  const client = await loadOAuthClient(services, popup.workspaceId, app.name);
  const redirectUri = redirectUriOf(services.config.publicUrl, popup.appKey, app.name);
  const request = await authorizationRequest(scheme, client, redirectUri, services.egress);
  const flow: Flow = { verifier: request.verifier };
  return {
    authorizationUrl: request.url,
    columns: {
      auth_scheme: scheme.name,
      state_hash: sha256(request.state),
      flow_sealed: await services.vault.seal(JSON.stringify(flow), flowContext(popup)),
    },
  };
}

export async function openFlow({ vault }: Pick<Services, 'vault'>, ref: AttemptRef, sealed: Uint8Array): Promise<Flow> {
  return Flow.parse(JSON.parse(await vault.open(sealed, flowContext(ref))));
}

function flowContext(ref: AttemptRef): string {
  return `connect_attempts/${ref.workspaceId}/${ref.id}`;
}
