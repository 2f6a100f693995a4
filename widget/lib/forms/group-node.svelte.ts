import type { Json, JsonObject } from '#bridge-protocol/json.ts';
import { isObject, ownProperty } from '#bridge-protocol/json-schema.ts';
import type { Field } from './field.ts';
import { FormNode, type CreateNode } from './form-node.svelte.ts';

export type GroupField = Field & { kind: 'group' };
export type LiveGroupField = Field & { kind: 'liveGroup' };

/** An object whose properties have inputs of their own. */
abstract class ObjectNode<Of extends Field> extends FormNode<Of> {
  nodes = $state.raw<readonly FormNode[]>([]);
  /** What came along and has no input here stays as it is. */
  rest = $state.raw<JsonObject>({});
  protected readonly create: CreateNode;

  constructor(field: Of, create: CreateNode) {
    super(field);
    this.create = create;
  }

  override get parts() {
    return this.nodes.map((node) => [node.field.name, node] as const);
  }

  protected get held(): JsonObject {
    const entered = this.nodes.map(({ field, value }): [string, Json | undefined] => [field.name, value]);
    return Object.fromEntries([...Object.entries(this.rest), ...entered.filter(([, value]) => value !== undefined)]);
  }

  protected fill(fields: readonly Field[], value: JsonObject): void {
    const names = new Set(fields.map(({ name }) => name));
    this.nodes = fields.map((field) => this.create(field, ownProperty(value, field.name)));
    this.rest = Object.fromEntries(Object.entries(value).filter(([name]) => !names.has(name)));
  }

  check(): string | undefined {
    return undefined;
  }
}

/** One whose properties are known. One that need not be there is closed until the user wants it. */
export class GroupNode extends ObjectNode<GroupField> {
  isOpen = $state(false);
  readonly value = $derived.by(() => {
    if (!this.isOpen) return this.orNull(undefined);
    const { held } = this;
    return this.field.isRequired || Object.keys(held).length > 0 ? held : undefined;
  });

  constructor(field: GroupField, value: Json | undefined, create: CreateNode) {
    super(field, create);
    if (this.mustBeThere || (isObject(value) && Object.keys(value).length > 0)) this.open(isObject(value) ? value : {});
  }

  open(value: JsonObject = {}): void {
    this.fill(this.field.fields(), value);
    this.isOpen = true;
  }

  /** Takes it out of the value, or empties it where it has to be there. */
  clear(): void {
    this.isOpen = false;
    this.nodes = [];
    this.rest = {};
    if (this.mustBeThere) this.open();
  }
}

/** One whose properties only the user's account knows. */
export class LiveGroupNode extends ObjectNode<LiveGroupField> {
  hasFields = $state(false);
  readonly value = $derived.by(() => {
    const { held } = this;
    return this.field.isRequired || Object.keys(held).length > 0 ? held : undefined;
  });

  constructor(field: LiveGroupField, value: Json | undefined, create: CreateNode) {
    super(field, create);
    this.rest = isObject(value) ? value : {};
  }

  /** The account's properties have come. */
  show(fields: readonly Field[]): void {
    this.fill(fields, this.held);
    this.hasFields = true;
  }

  clear(): void {
    this.fill([], {});
    this.hasFields = false;
  }
}
