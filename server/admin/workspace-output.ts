import type { Selectable } from 'kysely';
import type * as z from 'zod';
import type { WorkspacesTable } from '../db/schema.ts';
import type { Workspace } from './fields.ts';

export function workspaceOutput(row: Selectable<WorkspacesTable>): z.input<typeof Workspace> {
  return {
    appKey: row.app_key,
    name: row.name,
    integryCredentials: row.allow_integry_credentials,
    requireToken: row.require_token,
    pairing: row.allow_pairing,
    createdAt: row.created_at.toISOString(),
  };
}
