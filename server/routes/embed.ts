import { Hono, type Context } from 'hono';
import { PROTOCOL_VERSION } from '#bridge-protocol/version.ts';
import { errorPage } from '../embed/error-page.ts';
import type { Shell } from '../embed/shell.ts';
import type { AppEnv } from '../http/app-env.ts';
import { isOrigin } from '../http/origin.ts';
import { sendFile, staticFile } from '../http/static-file.ts';
import type { Services } from '../services.ts';
import { isListed } from '../sessions/workspace.ts';

/** The host page's own origin, and those of the pages that frame it. */
const MAX_ANCESTORS = 5;
/** Of brotli: a few tenths of a millisecond for a page that is made anew each time */
const PAGE_QUALITY = 4;

/**
 * The widget's page: `/embed/<protocol>/<App-Key>?o=<host origin>`. Only the named origin may frame it, and only if the
 * workspace lists it; where the host page is framed itself, `o` comes once more for each page around it.
 */
export function embedRoutes(services: Services, shell: Shell): Hono<AppEnv> {
  return new Hono<AppEnv>().get('/embed/:protocol/:appKey', async (c) => {
    const { protocol, appKey } = c.req.param();
    const ancestors = c.req.queries('o') ?? [];
    const [origin] = ancestors;
    if (protocol !== String(PROTOCOL_VERSION)) return wrongProtocol(c);
    if (origin === undefined || ancestors.length > MAX_ANCESTORS || !ancestors.every(isOrigin)) return noOrigin(c);
    const workspaceId = await services.db.workspaceIdOfAppKey(appKey);
    if (workspaceId === undefined) return unknownAppKey(c);

    const { publicUrl, assetsUrl } = services.config;
    const page = shell.render({ protocol: PROTOCOL_VERSION, appKey, origin, publicUrl, assetsUrl });
    const listed = await areListed(services, workspaceId, ancestors);
    return sendFile(c, staticFile(new TextEncoder().encode(page), 'text/html; charset=utf-8', PAGE_QUALITY), {
      'Cache-Control': 'no-cache',
      'Content-Security-Policy': shell.policy(listed ? ancestors : []),
      'Cross-Origin-Embedder-Policy': 'require-corp',
      'Cross-Origin-Resource-Policy': 'cross-origin',
    });
  });
}

async function areListed(services: Services, workspaceId: number, origins: readonly string[]): Promise<boolean> {
  return services.db.inWorkspace(workspaceId, async (tx) => {
    for (const origin of new Set(origins)) if (!(await isListed(tx, workspaceId, origin))) return false;
    return true;
  });
}

function wrongProtocol(c: Context): Response {
  return errorPage(c, 404, {
    title: 'Another version',
    text: `This server speaks version ${PROTOCOL_VERSION} of the embedding protocol. Load the loader from this server.`,
  });
}

function noOrigin(c: Context): Response {
  return errorPage(c, 400, { title: 'No origin', text: 'The query needs o=<origin of the host page>.' });
}

function unknownAppKey(c: Context): Response {
  return errorPage(c, 404, { title: 'Unknown App-Key', text: 'No workspace has this App-Key.' });
}
