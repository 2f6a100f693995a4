import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import * as z from 'zod';

const Contact = z.object({
  id: z.int(),
  name: z.string(),
  email: z.string().nullable(),
  phone: z.string().nullable(),
  company: z.string().nullable(),
  created_at: z.string(),
  updated_at: z.string(),
});
const User = z.object({ id: z.string(), name: z.string(), email: z.string(), passwordDigest: z.string() });
const Token = z.object({ payload: z.record(z.string(), z.unknown()), expiresAt: z.number().nullable() });

/** All that the sandbox knows, so that a demo's connections outlive a restart. */
const State = z.object({
  users: z.array(User),
  contacts: z.array(z.tuple([z.string(), z.array(Contact)])),
  tokens: z.array(z.tuple([z.string(), Token])),
});
export type State = z.infer<typeof State>;

/** The state of the last clean end, or `undefined` where there is none that can be read: the sandbox then starts anew. */
export function readState(path: string): State | undefined {
  try {
    return State.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    return undefined;
  }
}

/** Written beside and renamed, so that no half file is ever read. It holds tokens: only its owner may read it. */
export function writeState(path: string, state: State): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(`${path}.new`, JSON.stringify(state), { mode: 0o600 });
  renameSync(`${path}.new`, path);
}
