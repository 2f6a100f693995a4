import type * as z from 'zod';
import { calls } from './calls.ts';
import { oauthClientList } from './oauth-client-list.ts';
import { oauthClientRemove } from './oauth-client-remove.ts';
import { oauthClientSet } from './oauth-client-set.ts';
import { originAdd } from './origin-add.ts';
import { originList } from './origin-list.ts';
import { originRemove } from './origin-remove.ts';
import { returnUrlAdd } from './return-url-add.ts';
import { returnUrlList } from './return-url-list.ts';
import { returnUrlRemove } from './return-url-remove.ts';
import { secretCreate } from './secret-create.ts';
import { secretList } from './secret-list.ts';
import { secretRevoke } from './secret-revoke.ts';
import { vaultAddKey } from './vault-add-key.ts';
import { vaultRemoveKey } from './vault-remove-key.ts';
import { vaultRotate } from './vault-rotate.ts';
import { vaultStatus } from './vault-status.ts';
import { userDelete } from './user-delete.ts';
import { userExport } from './user-export.ts';
import { webhookCreate } from './webhook-create.ts';
import { webhookDeliveries } from './webhook-deliveries.ts';
import { webhookList } from './webhook-list.ts';
import { webhookRedeliver } from './webhook-redeliver.ts';
import { webhookRemove } from './webhook-remove.ts';
import { webhookRotateSecret } from './webhook-rotate-secret.ts';
import { webhookSet } from './webhook-set.ts';
import { webhookTest } from './webhook-test.ts';
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
  'return-url add': returnUrlAdd,
  'return-url remove': returnUrlRemove,
  'return-url list': returnUrlList,
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
  'user export': userExport,
  'user delete': userDelete,
  'webhook create': webhookCreate,
  'webhook list': webhookList,
  'webhook set': webhookSet,
  'webhook remove': webhookRemove,
  'webhook rotate-secret': webhookRotateSecret,
  'webhook test': webhookTest,
  'webhook deliveries': webhookDeliveries,
  'webhook redeliver': webhookRedeliver,
  calls,
};

export type CommandName = keyof typeof commands;
export type CommandInput<Name extends CommandName> = z.input<(typeof commands)[Name]['input']>;
export type CommandOutput<Name extends CommandName> = z.output<(typeof commands)[Name]['output']>;
