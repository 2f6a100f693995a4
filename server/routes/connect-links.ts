import { Hono } from 'hono';
import * as z from 'zod/mini';
import { AppName, Id } from '#bridge-protocol/names.ts';
import type { LinkRow } from '../connect-links/connect-link.ts';
import { createLink } from '../connect-links/create-link.ts';
import { listLinks, readLink } from '../connect-links/list-links.ts';
import { revokeLink } from '../connect-links/revoke-link.ts';
import type { AppEnv } from '../http/app-env.ts';
import { describe } from '../http/describe.ts';
import { jsonBody, params } from '../http/validated.ts';
import type { Services } from '../services.ts';
import { authenticateBackendFor } from '../sessions/authenticate.ts';

const HOUR_S = 60 * 60;

/** Names that turn the text around them could make it say that it is for somebody else. */
const unseen = /[\p{Cc}\u061C\u200B-\u200F\u2028-\u202E\u2060-\u2069\uFEFF]/u;

const NewLink = z.strictObject({
  app: AppName,
  /** The account to reconnect; absent: whichever the user connects */
  connected_account_id: z.optional(Id),
  /** What your product calls the user, and the user knows to be their own, such as a mail address that you have checked */
  user_name: z.string().check(
    z.trim(),
    z.minLength(1),
    z.maxLength(100),
    z.refine((name) => !unseen.test(name) && name.isWellFormed(), 'has a character that cannot be seen'),
  ),
  /** Exactly as on the workspace's list; absent: a page of this server is the end */
  return_url: z.optional(z.string()),
  expires_in_seconds: z._default(z.int().check(z.minimum(60), z.maximum(7 * 24 * HOUR_S)), HOUR_S),
});

const ConnectLink = z.object({
  id: z.uuid(),
  app: AppName,
  user_name: z.string(),
  /** `open` until an account was connected, or the link was taken back, or is too old */
  status: z.enum(['open', 'connected', 'revoked', 'expired']),
  /** True once it belongs to one browser */
  bound: z.boolean(),
  /** The account that was connected by it */
  connected_account_id: z.nullable(Id),
  return_url: z.nullable(z.string()),
  created_at: z.string(),
  expires_at: z.string(),
});
/** The URL is told this once. */
const NewConnectLink = z.extend(ConnectLink, { url: z.string() });
const ConnectLinkList = z.object({ links: z.array(ConnectLink) });
const LinkParams = z.object({ id: z.uuid() });

const tag = 'Connect links';
const path = '/connect-links';

/** Links by which a customer's backend lets a user connect an app outside its pages. Their page is link-pages.ts. */
export function connectLinkRoutes(services: Services): Hono<AppEnv> {
  const backend = authenticateBackendFor(services);
  return new Hono<AppEnv>()
    .post(
      path,
      describe({ tag, summary: 'A link for a user', returns: NewConnectLink, auth: 'backend for a user' }),
      backend,
      jsonBody(NewLink),
      async (c) => {
        const wanted = c.req.valid('json');
        const { workspaceId, userId, appKey } = c.var.identity;
        const { link, url } = await createLink(services, {
          ...{ workspaceId, userId, appKey, app: wanted.app },
          accountId: wanted.connected_account_id,
          userName: wanted.user_name,
          returnUrl: wanted.return_url,
          expiresInSeconds: wanted.expires_in_seconds,
        });
        return c.json({ ...linkView(link), url });
      },
    )
    .get(
      path,
      describe({ tag, summary: 'The user’s latest links', returns: ConnectLinkList, auth: 'backend for a user' }),
      backend,
      async (c) => c.json({ links: (await listLinks(services, c.var.identity)).map(linkView) }),
    )
    .get(
      `${path}/:id`,
      describe({ tag, summary: 'How a link stands', returns: ConnectLink, auth: 'backend for a user' }),
      backend,
      params(LinkParams),
      async (c) => c.json(linkView(await readLink(services, { ...c.var.identity, ...c.req.valid('param') }))),
    )
    .delete(
      `${path}/:id`,
      describe({ tag, summary: 'Take a link back', returns: ConnectLink, auth: 'backend for a user' }),
      backend,
      params(LinkParams),
      async (c) => c.json(linkView(await revokeLink(services, { ...c.var.identity, ...c.req.valid('param') }))),
    );
}

function linkView(row: LinkRow): z.infer<typeof ConnectLink> {
  const { id, app, user_name, status, connected_account_id, return_url } = row;
  return {
    ...{ id, app, user_name, connected_account_id, return_url },
    status: status === 'open' && row.expired ? 'expired' : status,
    bound: row.browser_hash !== null,
    created_at: row.created_at.toISOString(),
    expires_at: row.expires_at.toISOString(),
  };
}
