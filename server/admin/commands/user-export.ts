import * as z from 'zod';
import { DomainError } from '../../errors.ts';
import { workspaceIdOf } from '../../sessions/workspace.ts';
import { exportUser } from '../../users/export-user.ts';
import { defineCommand } from '../command.ts';
import { AppKey } from '../fields.ts';
import { MAX_MESSAGE_BYTES } from '../message.ts';

/** Room for what stands around the output where it crosses the socket. */
const MAX_LENGTH = MAX_MESSAGE_BYTES / 4;

/** All that is kept of a user. */
export const userExport = defineCommand({
  input: z.object({ appKey: AppKey, userId: z.string() }),
  output: z.record(z.string(), z.json()),
  run: async ({ db }, { appKey, userId }) => {
    const workspaceId = await workspaceIdOf(db, appKey);
    let text = '';
    for await (const piece of await exportUser({ db }, { workspaceId, externalId: userId })) {
      text += piece;
      if (text.length > MAX_LENGTH) throw tooLarge();
    }
    return z.record(z.string(), z.json()).parse(JSON.parse(text));
  },
});

function tooLarge(): DomainError {
  const message = 'There is more of this user than a command can print. Fetch it from the server: GET /user/export';
  return new DomainError('payload_too_large', message);
}
