import { createHash, timingSafeEqual } from 'node:crypto';

export interface User {
  /** The user name, in lower case: it is the account's id too */
  id: string;
  name: string;
  email: string;
  /** A digest is enough for a server whose only user is a test or a demo. */
  passwordDigest: string;
}

const USER_NAME = /^[a-z0-9][a-z0-9._-]{0,39}$/;

/** The sandbox's accounts. A user name nobody has yet becomes an account at its first sign-in. */
export class Users {
  readonly #users: Map<string, User>;

  constructor(users: User[] = []) {
    this.#users = new Map(users.map((user) => [user.id, user]));
    if (!this.#users.has('demo')) this.#create('demo', 'demo');
  }

  all(): User[] {
    return [...this.#users.values()];
  }

  find(id: string): User | undefined {
    return this.#users.get(id);
  }

  /** The user, or the sentence that tells why there is none. */
  signIn(userName: string, password: string): User | string {
    const id = userName.trim().toLowerCase();
    if (!USER_NAME.test(id)) {
      return 'Enter a user name of letters, digits, dots, hyphens and underscores, at most 40 of them.';
    }
    if (password === '') return 'Enter a password.';
    const user = this.#users.get(id) ?? this.#create(id, password);
    return matches(user, password) ? user : 'The user name or the password is wrong.';
  }

  #create(id: string, password: string): User {
    const name = id.charAt(0).toUpperCase() + id.slice(1);
    const user = { id, name, email: `${id}@sandbox.example`, passwordDigest: digest(id, password) };
    this.#users.set(id, user);
    return user;
  }
}

function digest(id: string, password: string): string {
  return createHash('sha256').update(`${id}\n${password}`).digest('hex');
}

function matches(user: User, password: string): boolean {
  return timingSafeEqual(Buffer.from(user.passwordDigest), Buffer.from(digest(user.id, password)));
}
