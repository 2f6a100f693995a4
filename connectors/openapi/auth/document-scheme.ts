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

function oauth2(node: DocumentNode, words: { description?: string }): Partial<SchemeOverlay> | undefined {
  const flow = node.get('flows')?.get('authorizationCode');
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
  if (!name || (place !== 'header' && place !== 'query' && place !== 'cookie')) return undefined;
  return { type: 'api_key', ...words, send: { in: place, name, prefix: '' } };
}
