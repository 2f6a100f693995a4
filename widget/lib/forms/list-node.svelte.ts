import type { Json } from '#bridge-protocol/json.ts';
import { isObject } from '#bridge-protocol/json-schema.ts';
import { t } from '../language/language.svelte.ts';
import type { Field } from './field.ts';
import { FormNode, type CreateNode } from './form-node.svelte.ts';

export type ListField = Field & { kind: 'list' };
export type MapField = Field & { kind: 'map' };

/** Entries that are added, moved and removed. */
export class ListNode extends FormNode<ListField> {
  entries = $state.raw<readonly FormNode[]>([]);
  readonly value = $derived.by((): Json | undefined => {
    if (this.entries.length === 0) return this.mustBeThere ? [] : this.orNull(undefined);
    return this.entries.map(({ value }) => value).filter((value) => value !== undefined);
  });
  readonly #create: CreateNode;

  constructor(field: ListField, value: Json | undefined, create: CreateNode) {
    super(field);
    this.#create = create;
    const items = value === undefined || value === null || value === '' ? [] : Array.isArray(value) ? value : [value];
    this.entries = items.map((item) => create(field.entry(), item));
  }

  override get parts() {
    return this.entries.map((entry, index) => [index, entry] as const);
  }

  get isFull(): boolean {
    return this.entries.length >= this.field.limits.maximum;
  }

  add(): FormNode {
    const entry = this.#create(this.field.entry(), undefined);
    this.entries = [...this.entries, entry];
    return entry;
  }

  remove(entry: FormNode): void {
    this.entries = this.entries.filter((one) => one !== entry);
  }

  /** One place up (-1) or down (1). */
  move(entry: FormNode, by: -1 | 1): void {
    const from = this.entries.indexOf(entry);
    if (!this.entries[from + by]) return;
    const others = this.entries.filter((one) => one !== entry);
    this.entries = others.toSpliced(from + by, 0, entry);
  }

  check(): string | undefined {
    const { minimum, maximum } = this.field.limits;
    const { length } = this.entries;
    if (length < minimum && (length > 0 || this.mustBeThere)) return t('form.moreEntries', { limit: minimum });
    return length > maximum ? t('form.fewerEntries', { limit: maximum }) : undefined;
  }

  clear(): void {
    this.entries = [];
  }
}

/** One property of an object whose names are the user's. */
export class MapEntry {
  name = $state('');
  readonly node: FormNode;

  constructor(name: string, node: FormNode) {
    this.name = name;
    this.node = node;
  }
}

/** An object whose names are the user's. */
export class MapNode extends FormNode<MapField> {
  entries = $state.raw<readonly MapEntry[]>([]);
  readonly value = $derived.by((): Json | undefined => {
    if (this.entries.length === 0) return this.mustBeThere ? {} : this.orNull(undefined);
    return Object.fromEntries(this.entries.map(({ name, node }) => [name.trim(), node.value]));
  });
  readonly #create: CreateNode;

  constructor(field: MapField, value: Json | undefined, create: CreateNode) {
    super(field);
    this.#create = create;
    const properties = isObject(value) ? Object.entries(value) : [];
    this.entries = properties.map(([name, one]) => new MapEntry(name, create(field.entry(), one)));
  }

  override get parts() {
    return this.entries.map(({ name, node }) => [name.trim(), node] as const);
  }

  add(): MapEntry {
    const entry = new MapEntry('', this.#create(this.field.entry(), undefined));
    this.entries = [...this.entries, entry];
    return entry;
  }

  remove(entry: MapEntry): void {
    this.entries = this.entries.filter((one) => one !== entry);
  }

  check(): string | undefined {
    const names = this.entries.map(({ name }) => name.trim());
    if (names.includes('')) return t('form.nameMissing');
    return names.some((name, index) => names.indexOf(name) < index) ? t('form.nameTwice') : undefined;
  }

  clear(): void {
    this.entries = [];
  }
}
