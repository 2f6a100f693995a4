import type { DocumentNode } from '../document/document-node.ts';
import type { SchemeOverlay } from '../app-file.ts';

/** What a document says of a security scheme, in app.json's words; undefined where it is of a kind we do not do. */
export function documentScheme(node: DocumentNode): Partial<SchemeOverlay> | undefined {
  const description = node.string('description');
  const words = description ? { description } : {};
  const type = node.string('type');
  if (type === 'oauth2') return oauth2(node, words);
  if (type === 'apiKey') return apiKey(node, words);
  if (type !== 'http') return undefined;
  const scheme = node.string('scheme')?.toLowerCase();
  if (scheme === 'basic') return { type: 'basic', ...words };
  if (scheme !== 'bearer') return undefined;
  return { type: 'api_key', ...words, send: { in: 'header', name: 'Authorization', prefix: 'Bearer ' } };
}

/**
 * The flow's endpoints. Of another flow than the authorization code's, what it has of them: what it lacks, app.json has
 * to say.
 */
function oauth2(node: DocumentNode, words: { description?: string }): Partial<SchemeOverlay> | undefined {
  const flows = node.child('flows');
  const flow = flows.get('authorizationCode') ?? flows.entries()[0]?.[1];
  if (!flow) return undefined;
  return {
    type: 'oauth2',
    ...words,
    authorizationUrl: flow.string('authorizationUrl'),
    tokenUrl: flow.string('tokenUrl'),
    scopes: flow.get('scopes')?.keys() ?? [],
  };
}

function apiKey(node: DocumentNode, words: { description?: string }): Partial<SchemeOverlay> | undefined {
  const name = node.string('name');
  const place = node.string('in');
  if (!name || (place !== 'header' && place !== 'query' && place !== 'cookie') || isSigned(node)) return undefined;
  return { type: 'api_key', ...words, send: { in: place, name, prefix: '' } };
}

/** AWS writes a signature of the request as if it were a key. */
function isSigned(node: DocumentNode): boolean {
  return node.string('x-amazon-apigateway-authtype')?.toLowerCase() === 'awssigv4';
}

/** What a scheme that we do not do is, for messages. */
export function kindOf(node: DocumentNode): string {
  const type = node.string('type') ?? 'one without a type';
  if (isSigned(node)) return 'requests signed by AWS Signature Version 4';
  if (type === 'http') return `HTTP authentication by "${node.string('scheme') ?? ''}"`;
  return type === 'openIdConnect' ? `OpenID Connect at ${node.string('openIdConnectUrl') ?? 'no address'}` : type;
}
