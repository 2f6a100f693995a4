import type { Contact } from './contacts.ts';

const SEEDED = 120;
const FIRST_SEEN = Date.UTC(2026, 0, 5, 9);
const HALF_DAY = 12 * 60 * 60 * 1000;

const firstNames = [
  'Amara',
  'Bruno',
  'Chiara',
  'Dmitri',
  'Elif',
  'Farid',
  'Grace',
  'Hiro',
  'Ingrid',
  'Jonas',
  'Keiko',
  'Leila',
];
const lastNames = [
  'Abara',
  'Bianchi',
  'Castell',
  'Demir',
  'Eriksen',
  'Fournier',
  'Gupta',
  'Haddad',
  'Ivanova',
  'Jansen',
];
const companies = [
  'Alder & Co',
  'Birch Logistics',
  'Cedar Foods',
  'Dogwood Studio',
  'Elm Energy',
  'Fir Mobility',
  'Gorse Labs',
];

/** The same 120 people for every user: 12 first names with 10 last names, each pair once. */
export function seedContacts(): Contact[] {
  return Array.from({ length: SEEDED }, (_, index) => {
    const first = pick(firstNames, index);
    const last = pick(lastNames, Math.floor(index / firstNames.length));
    const seen = new Date(FIRST_SEEN + index * HALF_DAY).toISOString();
    return {
      id: index + 1,
      name: `${first} ${last}`,
      email: `${first}.${last}@example.com`.toLowerCase(),
      phone: `+44 20 7946 ${String(index).padStart(4, '0')}`,
      company: pick(companies, index),
      created_at: seen,
      updated_at: seen,
    };
  });
}

function pick(list: readonly string[], index: number): string {
  return list[index % list.length] ?? '';
}
