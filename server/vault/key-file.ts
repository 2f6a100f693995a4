import { randomBytes } from 'node:crypto';
import { open, readFile, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { DomainError } from '../errors.ts';
import { KEY_BYTES } from './aes-gcm.ts';
import type { ChangeableKeyRing, WrappingKey } from './key-ring.ts';
import { localKey } from './keys.ts';
import { createOnce, draftOf, hasCode, isMissing, syncFolder } from './whole-file.ts';

/**
 * The keys of a file, which is made if need be: 32 bytes in base64 on each line, the newest last. Other processes may
 * change it. They are believed at once: before a sealing the file is looked at, and for an unknown key it is read again.
 */
export async function keyFile(file: string): Promise<ChangeableKeyRing> {
  const ring = new KeyFile(file);
  await ring.load();
  return ring;
}

interface Loaded {
  /** Of the file as it was read */
  version: string;
  texts: readonly string[];
  keys: readonly WrappingKey[];
}

class KeyFile implements ChangeableKeyRing {
  readonly #file: string;
  #loaded: Loaded | undefined;

  constructor(file: string) {
    this.#file = file;
  }

  async load(): Promise<Loaded> {
    // The version first: what is written in between is then read once more, and never missed.
    const version = (await versionOf(this.#file)) ?? '';
    const text = version === '' ? await this.#create() : await readFile(this.#file, 'utf8');
    const texts = text
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== '');
    this.#loaded = { version, texts, keys: texts.map((line) => this.#parse(line)) };
    if (texts.length === 0) throw this.#damaged();
    return this.#loaded;
  }

  async newest(): Promise<WrappingKey> {
    const { keys } = await this.#fresh();
    const newest = keys.at(-1);
    if (!newest) throw this.#damaged();
    return newest;
  }

  async find(id: string): Promise<WrappingKey | undefined> {
    const known = this.#loaded?.keys.find((key) => key.id === id);
    return known ?? (await this.#fresh()).keys.find((key) => key.id === id);
  }

  async ids(): Promise<readonly string[]> {
    return (await this.#fresh()).keys.map((key) => key.id);
  }

  async add(): Promise<string> {
    await this.#change(({ texts }) => [...texts, randomBytes(KEY_BYTES).toString('base64')]);
    return (await this.newest()).id;
  }

  async remove(id: string): Promise<void> {
    await this.#change(({ texts, keys }) => {
      const index = keys.findIndex((key) => key.id === id);
      if (index === -1) throw new DomainError('not_found', `${this.#file} has no key ${id} (see: vault status).`);
      if (index === keys.length - 1) {
        throw new DomainError('invalid_argument', `The key ${id} is the newest: it seals. Make another one first.`);
      }
      return texts.toSpliced(index, 1);
    });
  }

  async #fresh(): Promise<Loaded> {
    const version = await versionOf(this.#file);
    if (this.#loaded && this.#loaded.version === version) return this.#loaded;
    // A file that is gone is never made anew under a running server: what was sealed could not be read any more.
    if (this.#loaded && version === undefined) throw this.#damaged();
    return this.load();
  }

  #create(): Promise<string> {
    return createOnce(this.#file, `${randomBytes(KEY_BYTES).toString('base64')}\n`);
  }

  #parse(line: string): WrappingKey {
    const bytes = Buffer.from(line, 'base64');
    if (bytes.length !== KEY_BYTES) throw this.#damaged();
    return localKey(bytes);
  }

  /** One change at a time, and the file is there complete, before or after it: a key that is lost takes secrets along. */
  async #change(edit: (loaded: Loaded) => string[]): Promise<void> {
    const lock = `${this.#file}.lock`;
    const handle = await open(lock, 'wx', 0o600).catch((error: unknown) => {
      throw lockedOr(error, lock);
    });
    try {
      const draft = await draftOf(this.#file, `${edit(await this.load()).join('\n')}\n`);
      await rename(draft, this.#file);
      await syncFolder(path.dirname(this.#file));
    } finally {
      await handle.close();
      await rm(lock);
    }
  }

  #damaged(): DomainError {
    const message = `${this.#file} must hold keys of ${KEY_BYTES} bytes in base64, one on each line. Restore it from a backup.`;
    return new DomainError('invalid_environment', message);
  }
}

/** Another one after each change; undefined without a file. */
async function versionOf(file: string): Promise<string | undefined> {
  try {
    const { ino, size, mtimeNs } = await stat(file, { bigint: true });
    return `${ino}/${size}/${mtimeNs}`;
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

function lockedOr(error: unknown, lock: string): unknown {
  if (!hasCode(error, 'EEXIST')) return error;
  const message = `Another command is changing the keys. If none is, delete ${lock}, which one left that was killed.`;
  return new DomainError('invalid_environment', message);
}
