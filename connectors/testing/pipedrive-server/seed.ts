import { Collection } from './collection.ts';

export interface Store {
  persons: Collection;
  organizations: Collection;
  deals: Collection;
  pipelines: Collection;
  stages: Collection;
  users: { id: number; name: string; email: string; active_flag: boolean }[];
}

const FIRST_NAMES = ['Ada', 'Ben', 'Cleo', 'Dov', 'Esme', 'Finn', 'Gita', 'Hugo', 'Iris', 'Joon'];
const LAST_NAMES = ['Arden', 'Brook', 'Cole', 'Dale', 'Elm', 'Ford', 'Glen', 'Heath', 'Isle', 'Juniper'];
const ORGANIZATIONS = ['Arbor Tools', 'Beacon Foods', 'Cobalt Travel'];
const STAGES = ['Qualified', 'Contacted', 'Demo', 'Proposal', 'Negotiation'];
const ADDED = '2026-01-05T09:00:00Z';

/** A company with 25 persons, 3 organizations and a pipeline of 5 stages. */
export function seedStore(): Store {
  const store: Store = {
    persons: new Collection(),
    organizations: new Collection(),
    deals: new Collection(),
    pipelines: new Collection(),
    stages: new Collection(),
    users: [
      { id: 777, name: 'Sam Seller', email: 'sam@example.com', active_flag: true },
      { id: 778, name: 'Pia Partner', email: 'pia@example.com', active_flag: true },
    ],
  };
  for (const name of ORGANIZATIONS) store.organizations.add(organizationOf({ name }, ADDED));
  for (let index = 0; index < 25; index += 1) {
    const name = `${FIRST_NAMES[index % 10]} ${LAST_NAMES[(index * 3) % 10]}`;
    store.persons.add(personOf({ name, org_id: (index % 3) + 1 }, ADDED));
  }
  const pipeline = store.pipelines.add({ name: 'Pipeline', order_nr: 1, is_deleted: false });
  STAGES.forEach((name, index) => {
    store.stages.add({ name, pipeline_id: pipeline.id, order_nr: index + 1, deal_probability: 100, is_deleted: false });
  });
  return store;
}

type Fields = Record<string, unknown>;

/** A person as the vendor answers it, with what it fills in. */
export function personOf(fields: Fields, now: string): Fields {
  const [first = '', ...last] = String(fields.name).split(' ');
  return {
    first_name: first,
    last_name: last.join(' ') || null,
    add_time: now,
    ...shared(),
    org_id: null,
    picture_id: null,
    phones: [],
    emails: [],
    ...fields,
  };
}

export function organizationOf(fields: Fields, now: string): Fields {
  return { add_time: now, ...shared(), address: null, ...fields };
}

export function dealOf(fields: Fields, now: string): Fields {
  const defaults = {
    value: 0,
    currency: 'EUR',
    person_id: null,
    org_id: null,
    pipeline_id: 1,
    stage_id: 1,
    status: 'open',
  };
  const times = { close_time: null, won_time: null, lost_time: null, expected_close_date: null };
  return { add_time: now, ...shared(), ...defaults, ...times, probability: null, lost_reason: null, ...fields };
}

function shared(): Fields {
  return { update_time: null, visible_to: 3, custom_fields: null, owner_id: 777, label_ids: [], is_deleted: false };
}
