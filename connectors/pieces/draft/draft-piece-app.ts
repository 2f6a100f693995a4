import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type * as z from 'zod';
import { firstSentence } from '../../openapi/draft/plain-text.ts';
import type { Finding } from '../../openapi/draft/finding.ts';
import type { PieceAppFile } from '../app-file.ts';
import type { PieceDescription } from '../description.ts';
import type { InstalledPackage } from '../installed-package.ts';
import { draftAuth } from './draft-auth.ts';
import { draftHosts } from './draft-hosts.ts';

export interface PieceDraft {
  /** The content of app.json. Where a finding is `missing`, it cannot be used yet. */
  app: z.input<typeof PieceAppFile>;
  findings: Finding[];
}

export interface PieceDraftOptions {
  /** The app's name, and that of its folder */
  name: string;
  /** Where it may send to; absent: what its code shows */
  hosts?: readonly string[];
}

/** A first `app.json` for an installed piece, of what it says of itself and of what its code shows. */
export async function draftPieceApp(
  installed: InstalledPackage,
  piece: PieceDescription,
  { name, hosts }: PieceDraftOptions,
): Promise<PieceDraft> {
  const code = await readFile(join(installed.source.packages, installed.source.entry), 'utf8');
  const seen = hosts ? { hosts: [...hosts], findings: [] } : draftHosts(code, piece, name);
  const { auth, findings } = draftAuth(piece);
  const title = piece.title || name;
  const app = {
    name,
    title,
    description: firstSentence(piece.description) ?? `Functions of ${title}`,
    hosts: seen.hosts,
    piece: installed.name,
    ...(Object.keys(auth).length > 0 ? { auth } : {}),
  };
  return { app, findings: [...seen.findings, ...findings] };
}
