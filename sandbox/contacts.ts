import * as z from 'zod';
import { seedContacts } from './seed-contacts.ts';

export interface Contact {
  id: number;
  name: string;
  email: string | null;
  phone: string | null;
  company: string | null;
  /** ISO 8601, UTC */
  created_at: string;
  updated_at: string;
}

const text = (limit: number) => z.string().trim().min(1).max(limit);

/** What a caller may set. */
export const NewContact = z.strictObject({
  name: text(200),
  email: z.email().max(200).nullish(),
  phone: text(50).nullish(),
  company: text(200).nullish(),
});
export const ContactChanges = NewContact.partial().refine((changes) => Object.keys(changes).length > 0, {
  message: 'Name at least one field to change.',
});

export interface ContactPage {
  contacts: Contact[];
  /** Null at the end */
  next_cursor: string | null;
}

/** Every user's own contacts, in memory. A user starts with a seeded list, long enough for several pages. */
export class Contacts {
  readonly #byUser: Map<string, Contact[]>;

  constructor(lists: [string, Contact[]][] = []) {
    this.#byUser = new Map(lists);
  }

  entries(): [string, Contact[]][] {
    return [...this.#byUser];
  }

  /** Contacts in the order of their ids. `undefined` if the cursor is none of ours. */
  list(user: string, limit: number, cursor?: string): ContactPage | undefined {
    const after = cursor === undefined ? 0 : readCursor(cursor);
    if (after === undefined) return undefined;
    const rest = this.#of(user).filter((contact) => contact.id > after);
    const contacts = rest.slice(0, limit);
    const last = contacts.at(-1);
    return { contacts, next_cursor: last && rest.length > limit ? writeCursor(last.id) : null };
  }

  find(user: string, id: number): Contact | undefined {
    return this.#of(user).find((contact) => contact.id === id);
  }

  add(user: string, fields: z.infer<typeof NewContact>): Contact {
    const contacts = this.#of(user);
    const now = new Date().toISOString();
    const contact: Contact = {
      id: (contacts.at(-1)?.id ?? 0) + 1,
      name: fields.name,
      email: fields.email ?? null,
      phone: fields.phone ?? null,
      company: fields.company ?? null,
      created_at: now,
      updated_at: now,
    };
    contacts.push(contact);
    return contact;
  }

  update(user: string, id: number, changes: z.infer<typeof ContactChanges>): Contact | undefined {
    const contact = this.find(user, id);
    if (!contact) return undefined;
    return Object.assign(contact, changes, { updated_at: new Date().toISOString() });
  }

  remove(user: string, id: number): boolean {
    const contacts = this.#of(user);
    const index = contacts.findIndex((contact) => contact.id === id);
    if (index < 0) return false;
    contacts.splice(index, 1);
    return true;
  }

  #of(user: string): Contact[] {
    const known = this.#byUser.get(user);
    if (known) return known;
    const seeded = seedContacts();
    this.#byUser.set(user, seeded);
    return seeded;
  }
}

function writeCursor(lastId: number): string {
  return Buffer.from(`after:${lastId}`).toString('base64url');
}

function readCursor(cursor: string): number | undefined {
  const match = /^after:([0-9]{1,9})$/.exec(Buffer.from(cursor, 'base64url').toString());
  return match ? Number(match[1]) : undefined;
}
