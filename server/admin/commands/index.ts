import type * as z from 'zod';
import { calls } from './calls.ts';
import { oauthClientList } from './oauth-client-list.ts';
import { oauthClientRemove } from './oauth-client-remove.ts';
import { oauthClientSet } from './oauth-client-set.ts';
import { originAdd } from './origin-add.ts';
import { originList } from './origin-list.ts';
import { originRemove } from './origin-remove.ts';
import { secretCreate } from './secret-create.ts';
import { secretList } from './secret-list.ts';
import { secretRevoke } from './secret-revoke.ts';
import { vaultAddKey } from './vault-add-key.ts';
import { vaultRemoveKey } from './vault-remove-key.ts';
import { vaultRotate } from './vault-rotate.ts';
import { vaultStatus } from './vault-status.ts';
import { workspaceCreate } from './workspace-create.ts';
import { workspaceList } from './workspace-list.ts';
import { workspaceSet } from './workspace-set.ts';

/** Every command by the words that an administrator types. */
export const commands = {
  'workspace create': workspaceCreate,
  'workspace list': workspaceList,
  'workspace set': workspaceSet,
  'origin add': originAdd,
  'origin remove': originRemove,
  'origin list': originList,
  'secret create': secretCreate,
  'secret list': secretList,
  'secret revoke': secretRevoke,
  'oauth-client set': oauthClientSet,
  'oauth-client list': oauthClientList,
  'oauth-client remove': oauthClientRemove,
  'vault status': vaultStatus,
  'vault add-key': vaultAddKey,
  'vault rotate': vaultRotate,
  'vault remove-key': vaultRemoveKey,
  calls,
};

export type CommandName = keyof typeof commands;
export type CommandInput<Name extends CommandName> = z.input<(typeof commands)[Name]['input']>;
export type CommandOutput<Name extends CommandName> = z.output<(typeof commands)[Name]['output']>;
