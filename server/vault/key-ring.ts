/** A key-encryption key: it wraps the data keys, each of which seals one secret. It lives outside the database. */
export interface WrappingKey {
  /** 16 lower-case hexadecimal digits that stand beside what it wraps; never another key's, and they tell nothing about it */
  readonly id: string;
  /** At most 65,535 bytes. `associated` is not stored, but has to be the same to unwrap */
  wrap(dataKey: Uint8Array, associated: Uint8Array): Promise<Uint8Array>;
  /** Throws unless every bit is as it was. */
  unwrap(wrapped: Uint8Array, associated: Uint8Array): Promise<Uint8Array>;
}

/** What a service for keys (KMS) has to answer; see `docs/vault.md`. */
export interface KeyService {
  /** Asked for before each sealing, so that a new key counts at once. */
  newest(): Promise<WrappingKey>;
  /** Undefined where the key is gone. */
  find(id: string): Promise<WrappingKey | undefined>;
}

/**
 * The key-encryption keys, wherever they are kept: the configuration, a file, or a service. All of them open, the
 * newest seals.
 */
export interface KeyRing extends KeyService {
  /** Of the keys that are known, the newest among them; a service may have more. */
  ids(): Promise<readonly string[]>;
}

/** A ring whose keys are ours to make. */
export interface ChangeableKeyRing extends KeyRing {
  /** Makes a key that seals from now on; answers its id. */
  add(): Promise<string>;
  /** Forgets a key: what it has wrapped can never be opened again. Throws `not_found`, `invalid_argument` for the newest. */
  remove(id: string): Promise<void>;
}

export function isChangeable(ring: KeyRing): ring is ChangeableKeyRing {
  return 'add' in ring && 'remove' in ring;
}
