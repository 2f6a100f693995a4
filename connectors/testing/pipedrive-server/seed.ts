import { Collection } from './collection.ts';

export interface Store {
  persons: Collection;
  organizations: Collection;
  deals: Collection;
  pipelines: Collection;
  stages: Collection;
  activities: Collection;
  products: Collection;
  notes: Collection;
  leads: Collection;
  activityTypes: { id: number; name: string; key_string: string; active_flag: boolean }[];
  leadLabels: { id: string; name: string; color: string }[];
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
    activities: new Collection(),
    products: new Collection(),
    notes: new Collection(),
    leads: new Collection(),
    activityTypes: ['Call', 'Meeting', 'Task'].map((name, index) => {
      return { id: index + 1, name, key_string: name.toLowerCase(), active_flag: true };
    }),
    leadLabels: [
      { id: 'f08b42a0-4e75-11ea-9643-03698ef1cfd6', name: 'Hot', color: 'red' },
      { id: 'f08b42a1-4e75-11ea-9643-03698ef1cfd6', name: 'Cold', color: 'blue' },
    ],
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
  const pipeline = store.pipelines.add(pipelineOf({ name: 'Pipeline', order_nr: 1 }, ADDED));
  STAGES.forEach((name, index) => {
    store.stages.add(stageOf({ name, pipeline_id: pipeline.id, order_nr: index + 1 }, ADDED));
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

export function activityOf(fields: Fields, now: string): Fields {
  const links = { deal_id: null, lead_id: null, person_id: null, org_id: null, project_id: null };
  const participants = Array.isArray(fields.participants) ? (fields.participants as Fields[]) : [];
  const main = participants.find((one) => one.primary === true);
  return {
    add_time: now,
    update_time: now,
    subject: 'Call',
    type: 'call',
    owner_id: 777,
    creator_user_id: 777,
    is_deleted: false,
    done: false,
    ...links,
    ...(main ? { person_id: main.person_id } : {}),
    ...fields,
  };
}

export function productOf(fields: Fields, now: string): Fields {
  const defaults = { code: null, description: null, unit: null, tax: 0, category: null, is_linkable: true, prices: [] };
  return { add_time: now, ...shared(), ...defaults, ...fields };
}

export function pipelineOf(fields: Fields, now: string): Fields {
  const defaults = { order_nr: 0, is_deleted: false, is_deal_probability_enabled: true };
  return { ...defaults, add_time: now, update_time: null, ...fields };
}

export function stageOf(fields: Fields, now: string): Fields {
  const defaults = { order_nr: 0, is_deleted: false, deal_probability: 100, is_deal_rot_enabled: false };
  return { ...defaults, days_to_rotten: null, add_time: now, update_time: null, ...fields };
}

function shared(): Fields {
  return { update_time: null, visible_to: 3, custom_fields: null, owner_id: 777, label_ids: [], is_deleted: false };
}
