import { Hono } from 'hono';
import * as z from 'zod/mini';
import { App } from '#bridge-protocol/entities/app.ts';
import { ConnectedAccount } from '#bridge-protocol/entities/connected-account.ts';
import { disconnectAccount } from '../accounts/disconnect-account.ts';
import { renameAccount } from '../accounts/rename-account.ts';
import type { AppEnv } from '../http/app-env.ts';
import { describe } from '../http/describe.ts';
import { jsonBody, params } from '../http/validated.ts';
import type { Services } from '../services.ts';
import { authenticate } from '../sessions/authenticate.ts';

const Disconnection = z.object({
  status: z.literal('disconnected'),
  app: App,
  /** The remaining ones, newest first */
  connected_accounts: z.array(ConnectedAccount),
});

const AccountParams = z.object({ id: z.string().check(z.regex(/^[1-9]\d{0,14}$/, 'has to be an id')) });

/** Plain text of one line; null gives the account back the name that the app has for it. */
const Renaming = z.object({
  display_name: z.nullable(
    z.string().check(
      z.trim(),
      z.minLength(1),
      z.maxLength(100),
      z.refine((name) => !/\p{Cc}/u.test(name) && name.isWellFormed(), 'has a character that cannot belong to a name'),
    ),
  ),
});
const Renamed = z.object({ app: App, connected_accounts: z.array(ConnectedAccount) });

export function connectedAccountRoutes(services: Services): Hono<AppEnv> {
  return new Hono<AppEnv>()
    .delete(
      '/connected-accounts/:id',
      describe({
        tag: 'Connected accounts',
        summary: 'Disconnect an account and revoke its token',
        returns: Disconnection,
        auth: 'user',
      }),
      authenticate(services),
      params(AccountParams),
      async (c) => {
        const app = await disconnectAccount(services, c.var.identity, Number(c.req.valid('param').id));
        return c.json({ status: 'disconnected', app, connected_accounts: app.connected_accounts });
      },
    )
    .patch(
      '/connected-accounts/:id',
      describe({
        tag: 'Connected accounts',
        summary: 'Give an account a name of the user’s own, or null for the app’s own again',
        returns: Renamed,
        auth: 'user',
      }),
      authenticate(services),
      params(AccountParams),
      jsonBody(Renaming),
      async (c) => {
        const id = Number(c.req.valid('param').id);
        const app = await renameAccount(services, c.var.identity, id, c.req.valid('json').display_name);
        return c.json({ app, connected_accounts: app.connected_accounts });
      },
    );
}
