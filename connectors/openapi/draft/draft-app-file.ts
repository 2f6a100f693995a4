import type * as z from 'zod';
import { kebab } from '#connectors/kit/function-names.ts';
import type { AppFile } from '../app-file.ts';
import { MAX_FUNCTIONS } from '../app-functions.ts';
import { DocumentNode, type Document } from '../document/document-node.ts';
import { listOperations } from '../document/operations.ts';
import { firstSentence, plainTitle } from './plain-text.ts';
import { draftAuth } from './draft-auth.ts';
import { draftServers } from './draft-servers.ts';
import type { Finding } from './finding.ts';
import { guessVerify } from './guess-verify.ts';

export interface DraftOptions {
  /** The app's name, and that of its folder; absent: made of the document's title */
  name?: string;
  /** The document's file name in the folder; absent: openapi.json */
  documentFile?: string;
  /** Where the document was fetched: relative servers in it start there */
  source?: URL;
}

export interface AppDraft {
  /** The content of app.json. Where a finding is `missing`, it cannot be loaded yet. */
  app: z.input<typeof AppFile>;
  findings: Finding[];
}

const MAX_NAME = 32;

/**
 * A first `app.json` for a document of `readDocument`: its ways of connecting and all its operations, as they stand.
 * Throws `ConnectorError('invalid_connector')` where the document has no operations.
 */
export function draftAppFile(document: Document, options: DraftOptions = {}): AppDraft {
  const root = new DocumentNode(document);
  const info = root.child('info');
  const { operations } = listOperations(document);
  const title = plainTitle(info.string('title')) ?? options.name ?? 'App';
  const name = options.name ?? appName(title);
  const servers = draftServers(document, operations, options.source);
  const auth = draftAuth(document, title, servers.hosts);
  const { verify, findings } = guessVerify(operations);
  const docsUrl = URL.parse(root.child('externalDocs').string('url') ?? '');
  const app: AppDraft['app'] = {
    name,
    title,
    description: firstSentence(info.string('description')) ?? `The API of ${title}`,
    ...(docsUrl && /^https?:$/.test(docsUrl.protocol) ? { docsUrl: docsUrl.href } : {}),
    hosts: [...new Set([...servers.hosts, ...auth.hosts])],
    ...(options.documentFile === undefined ? {} : { document: options.documentFile }),
    ...(servers.server === undefined ? {} : { server: servers.server }),
    ...(auth.auth === undefined ? {} : { auth: auth.auth }),
    ...(verify === undefined ? {} : { verify }),
  };
  return { app, findings: [...servers.findings, ...auth.findings, ...tooMany(operations.size), ...findings] };
}

function tooMany(count: number): Finding[] {
  if (count <= MAX_FUNCTIONS) return [];
  const message = `the document has ${count} operations: list the ids of those that are to be functions, at most ${MAX_FUNCTIONS}`;
  return [{ kind: 'missing', pointer: '/include', message }];
}

function appName(title: string): string {
  const plainLetters = title.normalize('NFD').replace(/\p{M}/gu, '');
  return kebab(plainLetters).slice(0, MAX_NAME).replace(/-+$/, '') || 'app';
}
