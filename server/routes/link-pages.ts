import { Hono, type Context } from 'hono';
import * as z from 'zod/mini';
import { AuthMethod } from '#bridge-protocol/entities/auth-method.ts';
import { CallId } from '#bridge-protocol/names.ts';
import { attemptCookie, linkCookie, setAttemptCookie, setLinkCookie } from '../connect/browser-cookie.ts';
import { unknownLink, type LinkRef } from '../connect-links/connect-link.ts';
import { continueLink } from '../connect-links/continue-link.ts';
import { linkPath } from '../connect-links/create-link.ts';
import { openLink } from '../connect-links/open-link.ts';
import { submitByLink } from '../connect-links/submit-by-link.ts';
import { wayBack } from '../connect-links/way-back.ts';
import type { AppEnv } from '../http/app-env.ts';
import { describe } from '../http/describe.ts';
import { jsonBody } from '../http/validated.ts';
import { linkPage } from '../pages/link-page.ts';
import { messagesFor } from '../pages/messages.ts';
import type { Services } from '../services.ts';
import { withFailurePage, workspaceOf } from './popup-pages.ts';
import { fromOwnPages } from './same-origin.ts';

const Secret = z.optional(z.string().check(z.regex(/^[\w-]{43}$/)));
const Scheme = z.string().check(z.regex(/^[\w-]{1,64}$/));
const Open = z.strictObject({ secret: Secret });
const Continue = z.strictObject({ secret: Secret, scheme: Scheme });
const Submit = z.strictObject({
  attempt_id: CallId,
  scheme: Scheme,
  values: z.record(z.string().check(z.maxLength(128)), z.string()),
});

const Opened = z.object({
  workspace_name: z.string(),
  user_name: z.string(),
  app_title: z.string(),
  icon_url: z.nullable(z.string()),
  methods: z.array(AuthMethod),
});
const Continued = z.object({ attempt_id: CallId, authorization_url: z.nullable(z.string()) });
const Submitted = z.object({ return_url: z.nullable(z.string()) });

const tag = 'Connect links';
const path = '/link/:appKey/:linkId';

/**
 * What a connect link opens, and that page's steps. None has a session: before the first Continue the secret of the
 * address decides, which the page's script takes out of the fragment, and after it the cookie of the one browser.
 */
export function linkPageRoutes(services: Services): Hono<AppEnv> {
  const { publicUrl } = services.config;
  const ownPages = fromOwnPages(publicUrl);
  return new Hono<AppEnv>()
    .get(path, describe({ tag, summary: 'The page that a link opens' }), (c) =>
      withFailurePage(services, c, async () => {
        const { appKey, id } = await linkOf(services, c);
        return linkPage(c, messagesFor(c), { path: linkPath(appKey, id) });
      }),
    )
    .post(
      `${path}/open`,
      describe({ tag, summary: 'What the page shows; nothing is decided by it', returns: Opened }),
      ownPages,
      jsonBody(Open),
      async (c) => {
        const link = await linkOf(services, c);
        const proof = { ...c.req.valid('json'), cookie: linkCookie(c, publicUrl, link.id) };
        const opened = await openLink(services, link, proof);
        return c.json({
          workspace_name: opened.workspaceName,
          user_name: opened.userName,
          app_title: opened.appTitle,
          icon_url: opened.iconUrl,
          methods: opened.methods,
        });
      },
    )
    .post(
      `${path}/continue`,
      describe({ tag, summary: 'Bind the link to this browser and begin to connect', returns: Continued }),
      ownPages,
      jsonBody(Continue),
      async (c) => {
        const link = await linkOf(services, c);
        const { secret, scheme } = c.req.valid('json');
        const proof = { secret, cookie: linkCookie(c, publicUrl, link.id) };
        const { attemptId, cookies, authorizationUrl, expiresAt } = await continueLink(services, link, proof, scheme);
        setAttemptCookie(c, publicUrl, attemptId, cookies.attempt);
        if (cookies.link !== undefined) setLinkCookie(c, publicUrl, { id: link.id, expiresAt }, cookies.link);
        return c.json({ attempt_id: attemptId, authorization_url: authorizationUrl });
      },
    )
    .post(
      `${path}/credentials`,
      describe({ tag, summary: 'End with credentials that were typed in', returns: Submitted }),
      ownPages,
      jsonBody(Submit),
      async (c) => {
        const link = await linkOf(services, c);
        const { attempt_id, ...given } = c.req.valid('json');
        const id = attempt_id.toLowerCase();
        const cookie = attemptCookie(c, publicUrl, id) ?? '';
        await submitByLink(services, link, { id, cookie }, given);
        const back = await wayBack(services, { workspaceId: link.workspaceId, id });
        return c.json({ return_url: back ?? null });
      },
    );
}

async function linkOf(services: Services, c: Context<AppEnv>): Promise<LinkRef & { appKey: string }> {
  const { appKey = '', linkId } = c.req.param();
  const id = CallId.safeParse(linkId?.toLowerCase());
  if (!id.success) throw unknownLink();
  const { id: workspaceId } = await workspaceOf(services, appKey);
  return { appKey, workspaceId, id: id.data };
}
