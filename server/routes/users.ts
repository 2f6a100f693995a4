import { Hono, type Context } from 'hono';
import * as z from 'zod/mini';
import { DomainError } from '../errors.ts';
import type { AppEnv } from '../http/app-env.ts';
import { describe } from '../http/describe.ts';
import { textStream } from '../http/text-stream.ts';
import { revokeCredentials } from '../oauth/revoke.ts';
import type { Services } from '../services.ts';
import { authenticateBackend } from '../sessions/authenticate.ts';
import { headerText } from '../sessions/header-text.ts';
import { checkUserId } from '../sessions/user-id.ts';
import { deleteUser } from '../users/delete-user.ts';
import { exportUser } from '../users/export-user.ts';
import type { NamedUser } from '../users/find-user.ts';

const Deletion = z.object({
  status: z.literal('deleted'),
  connected_accounts: z.int(),
  /** Of how many accounts the third party has confirmed that the tokens are dead, or that had none */
  revoked: z.int(),
});

/**
 * What a customer's backend needs where a user asks what is known of them, or to be forgotten. The user is named by the
 * header, as everywhere: a User-ID in a path would stand in the logs of every proxy.
 */
export function userRoutes(services: Services): Hono<AppEnv> {
  const backend = authenticateBackend(services);
  return new Hono<AppEnv>()
    .get(
      '/user/export',
      describe({ tag: 'Users', summary: 'All that is kept of a user, as JSON', auth: 'backend for a user' }),
      backend,
      async (c) => {
        const texts = await exportUser(services, namedUser(c));
        return c.body(textStream(texts), 200, { 'Content-Type': 'application/json' });
      },
    )
    .delete(
      '/user',
      describe({ tag: 'Users', summary: 'Erase a user', returns: Deletion, auth: 'backend for a user' }),
      backend,
      async (c) => {
        const deleted = await deleteUser(services, namedUser(c), (account) => revokeCredentials(services, account));
        return c.json({ status: 'deleted', connected_accounts: deleted.connectedAccounts, revoked: deleted.revoked });
      },
    );
}

/** Nobody is made by being asked about: the user may be unknown. */
function namedUser(c: Context<AppEnv>): NamedUser {
  const userId = headerText(c.req.header('user-id'));
  if (userId === undefined) throw new DomainError('invalid_argument', 'Name the user in the header User-ID.');
  return { workspaceId: c.var.backend.workspaceId, externalId: checkUserId(userId) };
}
