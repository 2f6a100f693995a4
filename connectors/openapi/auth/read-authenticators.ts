import type { AppFile, SchemeOverlay } from '../app-file.ts';
import { DocumentNode, type Document } from '../document/document-node.ts';
import { invalidConnector } from '../invalid-connector.ts';
import type { Settings } from '../settings.ts';
import type { Authenticator } from './authenticator.ts';
import { documentScheme } from './document-scheme.ts';
import { fieldsAuthenticator } from './fields-authenticator.ts';
import { oauth2Authenticator } from './oauth2-authenticator.ts';

export interface AuthSource {
  app: AppFile;
  appFile: string;
  document: Document;
  settings: Settings;
  hosts: readonly string[];
}

/** The ways of connecting an app: those app.json lists, in its order; all the document has where it lists none. */
export function readAuthenticators(source: AuthSource): Authenticator[] {
  const { app, appFile, document } = source;
  const schemes = new DocumentNode(document).get('components')?.get('securitySchemes');
  const names = app.auth ? Object.keys(app.auth) : (schemes?.keys() ?? []);
  const authenticators = names.flatMap((name) => {
    const node = schemes?.get(name);
    const said = node && documentScheme(node);
    const merged = mergeSchemes(said, app.auth?.[name]);
    return merged ? [toAuthenticator(name, merged, source)] : [];
  });
  if (authenticators.length === 0) {
    throw invalidConnector(
      appFile,
      '/auth',
      'name at least one way to connect: the document has none that can be used',
    );
  }
  return authenticators;
}

/** app.json refines what the document says, or replaces it where it makes another kind of it. */
function mergeSchemes(
  said: Partial<SchemeOverlay> | undefined,
  overlay: SchemeOverlay | undefined,
): SchemeOverlay | undefined {
  if (!overlay) return said && withDefaults(said);
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
