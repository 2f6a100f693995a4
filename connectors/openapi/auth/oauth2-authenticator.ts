import type { OAuth2Scheme } from '#connectors/kit/connector.ts';
import type { SchemeOverlay } from '../app-file.ts';
import { allowsHost, isSecure } from '../hosts.ts';
import { invalidConnector } from '#connectors/kit/invalid-connector.ts';
import type { Authenticator } from './authenticator.ts';
import { fillOAuth2 } from './fill-places.ts';
import type { AuthSource } from './read-authenticators.ts';

type OAuth2Overlay = Extract<SchemeOverlay, { type: 'oauth2' }>;
type UrlName = 'authorizationUrl' | 'tokenUrl' | 'revocationUrl';

/** RFC 6750 section 2.1 */
const BEARER = { in: 'header', name: 'Authorization', prefix: 'Bearer ' } as const;

export function oauth2Authenticator(name: string, overlay: OAuth2Overlay, source: AuthSource): Authenticator {
  const { type: _type, send = BEARER, title, scopes, issuer, revocationUrl, ...rest } = overlay;
  const scheme: OAuth2Scheme = {
    ...rest,
    type: 'oauth2',
    name,
    title: title ?? `Sign in with ${source.app.title}`,
    authorizationUrl: requiredUrl(name, 'authorizationUrl', overlay, source),
    tokenUrl: requiredUrl(name, 'tokenUrl', overlay, source),
    ...(revocationUrl === undefined ? {} : { revocationUrl: requiredUrl(name, 'revocationUrl', overlay, source) }),
    ...(issuer === undefined ? {} : { issuer: source.settings.expand(issuer) }),
    scopes: scopes ?? [],
  };
  return { scheme, places: [send], fill: (credentials) => fillOAuth2(send, credentials) };
}

function requiredUrl(name: string, key: UrlName, overlay: OAuth2Overlay, source: AuthSource): string {
  const { appFile, settings, hosts } = source;
  const pointer = `/auth/${name}/${key}`;
  const given = overlay[key];
  if (!given) throw invalidConnector(appFile, pointer, "is missing here and in the document's securitySchemes: add it");
  const url = URL.parse(settings.expand(given));
  if (!url || !isSecure(url, settings)) {
    throw invalidConnector(
      appFile,
      pointer,
      `"${given}" must be an https URL (http only on this machine or from a setting)`,
    );
  }
  // The browser goes to the authorization endpoint; the other two are called by the server.
  if (key !== 'authorizationUrl' && !allowsHost(hosts, url.hostname)) {
    throw invalidConnector(appFile, '/hosts', `must name "${url.hostname}", where ${pointer} is`);
  }
  return url.href;
}
