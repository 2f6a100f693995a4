import type { Defence } from '../attack.ts';
import * as connecting from './connecting.ts';
import * as connectors from './connectors.ts';
import * as database from './database.ts';
import * as egress from './egress.ts';
import * as http from './http.ts';
import * as identity from './identity.ts';
import * as ownership from './ownership.ts';
import * as pieces from './pieces.ts';
import * as vault from './vault.ts';
import * as webhooks from './webhooks.ts';
import * as widget from './widget.ts';

const areas = [connecting, connectors, database, egress, http, identity, ownership, pieces, vault, webhooks, widget];

/** By id */
export const defences: ReadonlyMap<string, Defence> = new Map(
  areas.flatMap((area) => Object.values<Defence>(area)).map((defence) => [defence.id, defence]),
);
