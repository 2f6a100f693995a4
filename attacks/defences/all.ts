import type { Defence } from '../attack.ts';
import * as database from './database.ts';
import * as egress from './egress.ts';
import * as identity from './identity.ts';

/** By id */
export const defences: ReadonlyMap<string, Defence> = new Map(
  [database, egress, identity].flatMap((area) => Object.values<Defence>(area)).map((defence) => [defence.id, defence]),
);
