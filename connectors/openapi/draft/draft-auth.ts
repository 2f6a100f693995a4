import { dirname, join } from 'node:path';
import { ConnectorError } from '#connectors/kit/errors.ts';
import type * as z from 'zod';
import { AppFile, Word, type SchemeOverlay } from '../app-file.ts';
import { documentScheme } from '../auth/document-scheme.ts';
import { readAuthenticators } from '../auth/read-authenticators.ts';
import { DocumentNode, type Document } from '../document/document-node.ts';
import { Settings } from '../settings.ts';
import type { Finding } from './finding.ts';

export interface AuthDraft {
  /** Where the document's own schemes do not suffice */
  auth?: z.input<typeof AppFile>['auth'];
  /** Where the server fetches tokens */
  hosts: string[];
  findings: Finding[];
}

/**
 * The ways of connecting are left to the document. Where not one can be used, OAuth 2 is taken by the authorization code
 * flow of a vendor whose document knows only the implicit one, which servers no longer use (RFC 9700 section 2.1.2).
 */
export function draftAuth(document: Document, title: string, apiHosts: readonly string[]): AuthDraft {
  const found = findings(document, title, apiHosts, undefined);
  const isUsable = found.findings.every(({ kind }) => kind === 'note');
  const auth = isUsable ? undefined : assumedAuth(document);
  if (!auth) return found;
  const assumed = findings(document, title, apiHosts, auth);
  const urls = Object.values(auth).map(({ tokenUrl }) => `"${tokenUrl}"`);
  const message = `${urls.join(', ')} is assumed, as the document names no token endpoint: see that it is the vendor's`;
  return { ...assumed, auth, findings: [...assumed.findings, { kind: 'note', pointer: '/auth', message }] };
}

type Overlays = Record<string, { type: 'oauth2'; tokenUrl: string }>;

function findings(document: Document, title: string, apiHosts: readonly string[], overlays?: Overlays): AuthDraft {
  const hosts = [...new Set([...tokenHosts(document), ...Object.values(overlays ?? {}).flatMap(hostOf)])];
  const appFile = join(dirname(document.file), 'app.json');
  const settings = Settings.read({ name: 'draft', settings: {} }, appFile, {});
  const auth = overlays && AppFile.shape.auth.parse(overlays);
  try {
    const source = { app: { title, auth }, appFile, document, settings, hosts: [...apiHosts, ...hosts] };
    const { skipped } = readAuthenticators(source);
    return { hosts, findings: skipped.map(({ reason }) => ({ kind: 'note', pointer: '/auth', message: reason })) };
  } catch (error) {
    if (!(error instanceof ConnectorError)) throw error;
    return { hosts, findings: [{ kind: 'missing', pointer: '/auth', message: problemOf(error) }] };
  }
}

function schemesOf(document: Document): [string, Partial<SchemeOverlay> | undefined][] {
  const schemes = new DocumentNode(document).child('components').child('securitySchemes');
  return schemes.keys().map((name) => [name, documentScheme(schemes.child(name))]);
}

function tokenHosts(document: Document): string[] {
  return schemesOf(document).flatMap(([, scheme]) => (scheme?.type === 'oauth2' ? hostOf(scheme) : []));
}

function hostOf({ tokenUrl = '' }: { tokenUrl?: string | undefined }): string[] {
  const url = URL.parse(tokenUrl);
  return url?.protocol === 'https:' ? [url.hostname] : [];
}

/** By custom the token endpoint is beside the authorization endpoint: /oauth/authorize and /oauth/token. */
function assumedAuth(document: Document): Overlays | undefined {
  const entries = schemesOf(document).flatMap(([name, scheme]) => {
    if (scheme?.type !== 'oauth2' || scheme.tokenUrl || !Word.safeParse(name).success) return [];
    const url = URL.parse(scheme.authorizationUrl ?? '');
    const path = url?.pathname.replace(/\/(?:authorize|authorization|auth)\/?$/, '/token');
    if (url?.protocol !== 'https:' || path === url.pathname) return [];
    return [[name, { type: 'oauth2', tokenUrl: `${url.origin}${path}` }] as const];
  });
  return entries.length > 0 ? Object.fromEntries(entries) : undefined;
}

/** The message without the file and the place before it. */
function problemOf(error: ConnectorError): string {
  return error.message.slice(error.message.indexOf(': ') + 2);
}
