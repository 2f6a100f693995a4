import { Hono, type Context } from 'hono';
import { attemptCookie } from '../connect/browser-cookie.ts';
import { wayBack } from '../connect-links/way-back.ts';
import type { AppEnv } from '../http/app-env.ts';
import { describe } from '../http/describe.ts';
import { handleCallback } from '../oauth/callback.ts';
import { messagesFor } from '../pages/messages.ts';
import { connectedPage } from '../pages/result-page.ts';
import type { Services } from '../services.ts';
import { withFailurePage, workspaceOf } from './popup-pages.ts';

/** Where third parties send the popup back to: an address of its own for each workspace and app. */
export function oauthCallbackRoutes(services: Services): Hono<AppEnv> {
  return new Hono<AppEnv>().get(
    '/oauth/callback/:appKey/:app',
    describe({ tag: 'Popup', summary: 'Where a third party sends the popup back to; answers with a page' }),
    (c) => withFailurePage(services, c, () => finish(services, c)),
  );
}

async function finish(services: Services, c: Context<AppEnv>): Promise<Response> {
  const { appKey = '', app: appName = '' } = c.req.param();
  const workspace = await workspaceOf(services, appKey);
  const app = services.catalogue.findApp(appName);
  const { attempt, failure } = await handleCallback(services, {
    workspaceId: workspace.id,
    appKey,
    app: app.name,
    query: new URL(c.req.url).searchParams,
    cookieOf: (attemptId) => attemptCookie(c, services.config.publicUrl, attemptId),
  });
  const back = await wayBack(services, attempt, failure);
  if (back !== undefined) return c.redirect(back, 303);
  if (failure) throw failure;
  return connectedPage(c, messagesFor(c), { workspaceName: workspace.name, appTitle: app.connector.manifest.title });
}
