import { pathToFileURL } from 'node:url';
import * as z from 'zod';
import { beforeDeadline } from '../db/deadline.ts';
import { DomainError } from '../errors.ts';
import { KEY_BYTES } from './aes-gcm.ts';
import type { KeyRing, KeyService, WrappingKey } from './key-ring.ts';

/** Both happen within transactions, which hold a connection of the database. */
const DEADLINE_MS = 5_000;

const Service = z.object({ newest: z.function(), find: z.function() });
const Key = z.object({ id: z.string().regex(/^[\da-f]{16}$/), wrap: z.function(), unwrap: z.function() });
const Bytes = z.instanceof(Uint8Array);
const DataKey = Bytes.refine((bytes) => bytes.length === KEY_BYTES);

/**
 * Keys of a service (KMS), by a module of the operator's (VAULT_MODULE): its default export is called once and answers a
 * `KeyService`, or a promise of one. What it says is checked, and each question has a deadline. What the keys of `older`
 * have sealed can still be opened, so that a rotation moves everything over. Throws `invalid_environment`.
 */
export async function keyService(modulePath: string, older: KeyRing | undefined): Promise<KeyRing> {
  const service = await load(modulePath);
  const newest = async () => checked(await inTime(service.newest()));
  return {
    newest,
    find: async (id) => (await older?.find(id)) ?? found(await inTime(service.find(id))),
    ids: async () => [...((await older?.ids()) ?? []), (await newest()).id],
  };
}

async function load(modulePath: string): Promise<KeyService> {
  try {
    // eslint-disable-next-line no-unsanitized/method -- the operator names its own module in the configuration
    const { default: open } = (await import(pathToFileURL(modulePath).href)) as { default: () => unknown };
    const service = await inTime(Promise.resolve(open()));
    Service.parse(service);
    return service as KeyService;
  } catch (cause) {
    const message = 'VAULT_MODULE must be a module whose default export is a function that answers a key service.';
    throw new DomainError('invalid_environment', message, { cause });
  }
}

function found(key: WrappingKey | undefined): WrappingKey | undefined {
  return key && checked(key);
}

function checked(key: WrappingKey): WrappingKey {
  const { id } = Key.parse(key);
  return {
    id,
    wrap: async (dataKey, associated) => Bytes.parse(await inTime(key.wrap(dataKey, associated))),
    unwrap: async (wrapped, associated) => DataKey.parse(await inTime(key.unwrap(wrapped, associated))),
  };
}

function inTime<Result>(answer: Promise<Result>): Promise<Result> {
  return beforeDeadline(answer, DEADLINE_MS, 'The key service did not answer in time.');
}
