import { Associations } from './associations.ts';
import { objectTypes } from './object-types.ts';
import { RecordStore } from './record-store.ts';

export interface Store {
  /** By type */
  records: ReadonlyMap<string, RecordStore>;
  associations: Associations;
  lists: CrmList[];
}

export interface CrmList {
  listId: string;
  name: string;
  objectTypeId: string;
  processingType: string;
  processingStatus: string;
  members: Set<string>;
}

const FIRST_NAMES = ['Ada', 'Ben', 'Cleo', 'Dov', 'Esme', 'Finn', 'Gita', 'Hugo', 'Iris', 'Joon'];
const LAST_NAMES = ['Arden', 'Brook', 'Cole', 'Dale', 'Elm', 'Ford', 'Glen', 'Heath', 'Isle', 'Juniper'];
const COMPANIES = ['Arbor Tools', 'Beacon Foods', 'Cobalt Travel'];
const ADDED = '2026-01-05T09:00:00.000Z';

/** An account with 25 contacts, 3 companies, a deal, a ticket and 45 lists. */
export function seedStore(): Store {
  const records = new Map(Object.keys(objectTypes).map((type, index) => [type, new RecordStore(index * 1000 + 101)]));
  const store = { records, associations: new Associations(), lists: [] as CrmList[] };
  for (const name of COMPANIES) {
    records.get('companies')!.add({ name, domain: `${name.split(' ')[0]!.toLowerCase()}.example` }, ADDED);
  }
  for (let index = 0; index < 25; index += 1) {
    const firstname = FIRST_NAMES[index % 10]!;
    const lastname = LAST_NAMES[(index * 3) % 10]!;
    const email = `${firstname}.${lastname}.${index}@example.com`.toLowerCase();
    const { id } = records.get('contacts')!.add({ firstname, lastname, email, hubspot_owner_id: '41' }, ADDED);
    store.associations.add({ type: 'contacts', id }, { type: 'companies', id: String(1101 + (index % 3)) });
  }
  records.get('deals')!.add({ dealname: 'Tools for Arbor', pipeline: 'default', dealstage: 'presentation' }, ADDED);
  records.get('tickets')!.add({ subject: 'Where is it?', hs_pipeline: '0', hs_pipeline_stage: '1' }, ADDED);
  for (let index = 1; index <= 45; index += 1) store.lists.push(listOf(store, `Segment ${index}`, '0-1', 'MANUAL'));
  return store;
}

export function listOf(store: Store, name: string, objectTypeId: string, processingType: string): CrmList {
  const listId = String(store.lists.length + 1);
  return { listId, name, objectTypeId, processingType, processingStatus: 'COMPLETE', members: new Set() };
}

export const owners = [
  { id: '41', email: 'sam@example.com', firstName: 'Sam', lastName: 'Seller', userId: 9041, type: 'PERSON' },
  { id: '42', email: 'pia@example.com', firstName: 'Pia', lastName: 'Partner', userId: 9042, type: 'PERSON' },
].map((owner) => ({ ...owner, createdAt: ADDED, updatedAt: ADDED, archived: false }));

export const pipelines: Readonly<
  Record<string, { id: string; label: string; stages: { id: string; label: string }[] }[]>
> = {
  deals: [
    {
      id: 'default',
      label: 'Sales pipeline',
      stages: stagesOf('appointment', 'presentation', 'closedwon', 'closedlost'),
    },
    { id: 'renewals', label: 'Renewals', stages: stagesOf('due', 'renewed') },
  ],
  tickets: [
    {
      id: '0',
      label: 'Support pipeline',
      stages: [
        { id: '1', label: 'New' },
        { id: '4', label: 'Closed' },
      ],
    },
  ],
};

function stagesOf(...ids: string[]) {
  return ids.map((id) => ({ id, label: id[0]!.toUpperCase() + id.slice(1) }));
}
