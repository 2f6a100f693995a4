import type { Adapter, Stored } from 'oidc-provider';

interface Entry {
  payload: Stored;
  /** Milliseconds since 1970; null: it does not end */
  expiresAt: number | null;
}

/** What the OAuth server remembers (codes, tokens, grants, sign-ins), as one map in memory. */
export class TokenStore {
  readonly #entries: Map<string, Entry>;

  constructor(entries: [string, Entry][] = []) {
    this.#entries = new Map(entries);
  }

  /** Everything still alive, for the state file. */
  entries(): [string, Entry][] {
    this.#sweep();
    return [...this.#entries];
  }

  /** Forgets everything: every access has ended. */
  clear(): void {
    this.#entries.clear();
  }

  /** The storage of one model (`AccessToken`, `Grant`, …) in the form oidc-provider asks for. */
  adapter(model: string): Adapter {
    const key = (id: string) => `${model}:${id}`;
    const find = async (id: string) => this.#get(key(id));
    const findBy = async (field: string, value: string) =>
      this.#list(model).find((payload) => payload[field] === value);

    return {
      find,
      findByUid: (uid) => findBy('uid', uid),
      findByUserCode: (code) => findBy('userCode', code),
      upsert: async (id, payload, expiresIn) => {
        if (this.#entries.size > 10_000) this.#sweep();
        this.#entries.set(key(id), { payload, expiresAt: expiresIn ? Date.now() + expiresIn * 1000 : null });
      },
      consume: async (id) => {
        const payload = await find(id);
        if (payload) payload['consumed'] = Math.floor(Date.now() / 1000);
      },
      destroy: async (id) => {
        this.#entries.delete(key(id));
      },
      revokeByGrantId: async (grantId) => {
        for (const [entryKey, entry] of this.#entries) {
          if (entryKey.startsWith(`${model}:`) && entry.payload['grantId'] === grantId) this.#entries.delete(entryKey);
        }
      },
    };
  }

  #get(key: string): Stored | undefined {
    const entry = this.#entries.get(key);
    if (!entry || isOver(entry)) return undefined;
    return entry.payload;
  }

  #list(model: string): Stored[] {
    return [...this.#entries]
      .filter(([key, entry]) => key.startsWith(`${model}:`) && !isOver(entry))
      .map(([, entry]) => entry.payload);
  }

  #sweep(): void {
    for (const [key, entry] of this.#entries) if (isOver(entry)) this.#entries.delete(key);
  }
}

function isOver(entry: Entry): boolean {
  return entry.expiresAt !== null && entry.expiresAt <= Date.now();
}
