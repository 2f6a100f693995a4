import type { Defence } from '../attack.ts';
import * as bridge from './bridge.ts';
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

const areas = [
  bridge,
  connecting,
  connectors,
  database,
  egress,
  http,
  identity,
  ownership,
  pieces,
  vault,
  webhooks,
  widget,
];

/** By the names under which they are exported */
export const defences: ReadonlyMap<string, Defence> = new Map(areas.flatMap((area) => Object.entries<Defence>(area)));

const names = new Map([...defences].map(([name, defence]) => [defence, name]));

export function nameOf(defence: Defence): string {
  const name = names.get(defence);
  if (name === undefined) throw new Error('attacks/defences/all.ts does not list a defence.');
  return name;
}
