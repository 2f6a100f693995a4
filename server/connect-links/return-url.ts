import type { Tx } from '../db/database.ts';
import { DomainError } from '../errors.ts';

/** Schemes that run or show something of the page's own instead of leading to another program. */
const ownSchemes = ['javascript:', 'data:', 'vbscript:', 'blob:', 'file:', 'about:', 'view-source:'];

/**
 * True for what a user's browser may be sent to afterwards: https, plain http on this machine, and the scheme of a native
 * app, such as `com.example.app://connected`. No fragment, for the answer goes into the query.
 */
export function isReturnUrl(value: string): boolean {
  const url = URL.parse(value);
  if (!url || value.length > 2_000 || value !== value.trim() || value.includes('#')) return false;
  if (url.username || url.password || !/^[a-z][a-z\d+.-]*:\/\//.test(value)) return false;
  if (url.protocol === 'http:') return /^(localhost|.+\.localhost|127(\.\d+){3}|\[::1\])$/.test(url.hostname);
  return !ownSchemes.includes(url.protocol);
}

/** Throws `invalid_argument` for a URL that does not stand on the workspace's list, character for character. */
export async function requireReturnUrl(tx: Tx, workspaceId: number, url: string): Promise<void> {
  const listed = await tx
    .selectFrom('return_urls')
    .select('url')
    .where('workspace_id', '=', workspaceId)
    .where('url', '=', url)
    .executeTakeFirst();
  if (listed) return;
  throw new DomainError(
    'invalid_argument',
    "The return URL is not on the workspace's list. The operator adds it exactly: return-url add <appKey> <url>.",
  );
}

/** The return URL with how it went: ids and codes, nothing secret. */
export function withOutcome(returnUrl: string, outcome: Readonly<Record<string, string>>): string {
  const url = new URL(returnUrl);
  for (const [name, value] of Object.entries(outcome)) url.searchParams.set(name, value);
  return url.href;
}
