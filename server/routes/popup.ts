import { Hono, type Context } from 'hono';
import * as z from 'zod/mini';
import { CallId } from '#bridge-protocol/names.ts';
import { attemptCookie, setAttemptCookie } from '../connect/browser-cookie.ts';
import { unknownAttempt } from '../connect/attempt.ts';
import { claimAttempt } from '../connect/claim.ts';
import { continueAttempt } from '../connect/continue.ts';
import { readOpenAttempt, type PopupRef } from '../connect/oauth-flow.ts';
import { startPairing } from '../connect/pairing.ts';
import type { AppEnv } from '../http/app-env.ts';
import { describe } from '../http/describe.ts';
import { jsonBody } from '../http/validated.ts';
import { messagesFor } from '../pages/messages.ts';
import { startPage } from '../pages/start-page.ts';
import type { Services } from '../services.ts';
import { fromOwnPages } from './same-origin.ts';
import { withFailurePage, workspaceOf } from './popup-pages.ts';

const Scheme = z.optional(z.string().check(z.regex(/^[\w-]{1,64}$/)));
const Claim = z.strictObject({ nonce: z.string().check(z.regex(/^[\w-]{43}$/)), scheme: Scheme });
const Continue = z.strictObject({ scheme: Scheme });
const Nothing = z.strictObject({});

const AuthorizationUrl = z.object({ authorization_url: z.string() });
const PossibleAuthorizationUrl = z.object({ authorization_url: z.nullable(z.string()) });
const Pairing = z.object({ code: z.string(), workspace_name: z.string(), app_title: z.string() });

const tag = 'Popup';
const path = '/connect/:appKey/:attemptId';

/**
 * The popup's side of a connect attempt: the page it opens on, and that page's steps. None has a session; who may go on
 * is decided by nonce and cookie.
 */
export function popupRoutes(services: Services): Hono<AppEnv> {
  const { publicUrl } = services.config;
  const ownPages = fromOwnPages(publicUrl);
  return new Hono<AppEnv>()
    .get(path, describe({ tag, summary: 'The page a popup opens on' }), (c) =>
      withFailurePage(services, c, () => start(services, c)),
    )
    .post(
      `${path}/claim`,
      describe({ tag, summary: 'Trade the nonce for a cookie', returns: AuthorizationUrl }),
      ownPages,
      jsonBody(Claim),
      async (c) => {
        const popup = await popupOf(services, c);
        const { cookie, authorizationUrl } = await claimAttempt(services, popup, c.req.valid('json'));
        setAttemptCookie(c, publicUrl, popup.id, cookie);
        return c.json({ authorization_url: authorizationUrl });
      },
    )
    .post(
      `${path}/pairing`,
      describe({ tag, summary: 'A code to show, where the opener is cut off', returns: Pairing }),
      ownPages,
      jsonBody(Nothing),
      async (c) => {
        const popup = await popupOf(services, c);
        const { cookie, code, workspaceName, appTitle } = await startPairing(services, popup);
        setAttemptCookie(c, publicUrl, popup.id, cookie);
        return c.json({ code, workspace_name: workspaceName, app_title: appTitle });
      },
    )
    .post(
      `${path}/continue`,
      describe({ tag, summary: 'Where a proved browser goes on', returns: PossibleAuthorizationUrl }),
      ownPages,
      jsonBody(Continue),
      async (c) => {
        const popup = await popupOf(services, c);
        const cookie = attemptCookie(c, publicUrl, popup.id) ?? '';
        const url = await continueAttempt(services, popup, cookie, c.req.valid('json').scheme);
        return c.json({ authorization_url: url });
      },
    );
}

async function start(services: Services, c: Context<AppEnv>): Promise<Response> {
  const popup = await popupOf(services, c);
  const attempt = await readOpenAttempt(services, popup);
  const { connector } = services.catalogue.findApp(attempt.app);
  const { name: workspaceName } = await workspaceOf(services, popup.appKey);
  return startPage(c, messagesFor(c), {
    attemptId: popup.id,
    path: `/connect/${popup.appKey}/${popup.id}`,
    scheme: Scheme.safeParse(c.req.query('scheme')).data ?? null,
    workspaceName,
    appTitle: connector.manifest.title,
    iconUrl: connector.manifest.iconPath === null ? null : `/icons/${attempt.app}`,
  });
}

async function popupOf(services: Services, c: Context<AppEnv>): Promise<PopupRef> {
  const { appKey = '', attemptId } = c.req.param();
  const id = CallId.safeParse(attemptId?.toLowerCase());
  if (!id.success) throw unknownAttempt();
  const { id: workspaceId } = await workspaceOf(services, appKey);
  return { appKey, workspaceId, id: id.data };
}
