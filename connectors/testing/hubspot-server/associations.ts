export interface RecordRef {
  type: string;
  id: string;
}

export interface AssociationType {
  category: string;
  typeId: number;
  label: string | null;
}

/** Numbers of the unlabelled types, as far as anybody here asks for them. */
const UNLABELLED: Readonly<Record<string, number>> = {
  'contacts companies': 279,
  'companies contacts': 280,
  'deals contacts': 3,
  'contacts deals': 4,
  'notes contacts': 202,
  'tasks contacts': 204,
  'calls contacts': 194,
};
const LABELS: Readonly<Record<number, string>> = { 1: 'Primary', 36: 'Billing contact' };

/** Who is associated with whom: in both directions, as the vendor keeps it. */
export class Associations {
  readonly #pairs = new Map<string, Map<string, AssociationType[]>>();

  add(from: RecordRef, to: RecordRef, types: AssociationType[] = [unlabelled(from.type, to.type)]): void {
    this.#of(from).set(key(to), types);
    this.#of(to).set(key(from), [unlabelled(to.type, from.type)]);
  }

  remove(from: RecordRef, to: RecordRef): void {
    this.#of(from).delete(key(to));
    this.#of(to).delete(key(from));
  }

  list(from: RecordRef, toType: string): { toObjectId: number; associationTypes: AssociationType[] }[] {
    const ofType = [...this.#of(from)].filter(([other]) => other.startsWith(`${toType} `));
    return ofType.map(([other, associationTypes]) => ({ toObjectId: Number(other.split(' ')[1]), associationTypes }));
  }

  #of(record: RecordRef): Map<string, AssociationType[]> {
    const found = this.#pairs.get(key(record)) ?? new Map<string, AssociationType[]>();
    this.#pairs.set(key(record), found);
    return found;
  }
}

export function unlabelled(from: string, to: string): AssociationType {
  return { category: 'HUBSPOT_DEFINED', typeId: UNLABELLED[`${from} ${to}`] ?? 900, label: null };
}

export function typeOf(category: string, typeId: number): AssociationType {
  return { category, typeId, label: LABELS[typeId] ?? null };
}

function key({ type, id }: RecordRef): string {
  return `${type} ${id}`;
}
