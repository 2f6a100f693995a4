import * as z from 'zod';
import { workspaceIdOf } from '../../sessions/workspace.ts';
import { deleteUser } from '../../users/delete-user.ts';
import { defineCommand } from '../command.ts';
import { AppKey } from '../fields.ts';

/** Erases a user, and revokes the tokens of their accounts where the third parties let us. */
export const userDelete = defineCommand({
  input: z.object({ appKey: AppKey, userId: z.string() }),
  output: z.object({ connectedAccounts: z.number(), revoked: z.number() }),
  run: async ({ db, revoke = async () => false }, { appKey, userId }) => {
    const workspaceId = await workspaceIdOf(db, appKey);
    return deleteUser({ db }, { workspaceId, externalId: userId }, revoke);
  },
});
