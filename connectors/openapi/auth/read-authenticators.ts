import type { SkippedPart } from '#connectors/kit/connector.ts';
import type { AppFile, SchemeOverlay } from '../app-file.ts';
import { DocumentNode, type Document } from '../document/document-node.ts';
import { invalidConnector } from '#connectors/kit/invalid-connector.ts';
import type { Settings } from '../settings.ts';
import type { Authenticator } from './authenticator.ts';
import { documentScheme, kindOf } from './document-scheme.ts';
import { fieldsAuthenticator } from './fields-authenticator.ts';
import { missingAuth } from './missing-auth.ts';
import { oauth2Authenticator } from './oauth2-authenticator.ts';

export interface AuthSource {
  app: Pick<AppFile, 'title' | 'auth'>;
  appFile: string;
  document: Document;
  settings: Settings;
  hosts: readonly string[];
}

export interface WaysToConnect {
  authenticators: readonly Authenticator[];
  /** Schemes of the document that cannot be used and that app.json says nothing about */
  skipped: readonly SkippedPart[];
}

/**
 * The ways of connecting an app: those app.json lists, in its order; all that the document has and that can be used
 * where it lists none. Throws `ConnectorError('invalid_connector')` where there is not one.
 */
export function readAuthenticators(source: AuthSource): WaysToConnect {
  const { app, appFile, document } = source;
  const schemes = new DocumentNode(document).child('components').child('securitySchemes');
  if (app.auth) {
    const authenticators = Object.entries(app.auth).map(([name, overlay]) =>
      toAuthenticator(name, mergeSchemes(documentSchemeAt(schemes, name), overlay), source),
    );
    if (authenticators.length > 0) return { authenticators, skipped: [] };
  }
  const authenticators: Authenticator[] = [];
  const skipped: SkippedPart[] = [];
  for (const name of app.auth ? [] : schemes.keys()) {
    try {
      authenticators.push(toAuthenticator(name, withDefaults(knownScheme(schemes, name)), source));
    } catch (error) {
      skipped.push({ id: `auth/${name}`, reason: error instanceof Error ? error.message : String(error) });
    }
  }
  if (authenticators.length === 0) throw invalidConnector(appFile, '/auth', missingAuth(document, skipped));
  return { authenticators, skipped };
}

function documentSchemeAt(schemes: DocumentNode, name: string): Partial<SchemeOverlay> | undefined {
  const node = schemes.get(name);
  return node && documentScheme(node);
}

function knownScheme(schemes: DocumentNode, name: string): Partial<SchemeOverlay> {
  const node = schemes.child(name).resolve();
  const known = documentScheme(node);
  if (!known) throw node.error(`is a way of connecting that cannot be used: ${kindOf(node)}`);
  return known;
}

/** app.json refines what the document says, or replaces it where it makes another kind of it. */
function mergeSchemes(said: Partial<SchemeOverlay> | undefined, overlay: SchemeOverlay): SchemeOverlay {
  if (!said || said.type !== overlay.type) return overlay;
  const given = Object.fromEntries(Object.entries(overlay).filter(([, value]) => value !== undefined));
  return { ...said, ...given } as SchemeOverlay;
}

function withDefaults(said: Partial<SchemeOverlay>): SchemeOverlay {
  const defaults = said.type === 'oauth2' ? { clientAuthentication: 'client_secret_basic' } : { fields: [] };
  return { ...defaults, ...said } as SchemeOverlay;
}

function toAuthenticator(name: string, overlay: SchemeOverlay, source: AuthSource): Authenticator {
  return overlay.type === 'oauth2'
    ? oauth2Authenticator(name, overlay, source)
    : fieldsAuthenticator(name, overlay, source);
}
