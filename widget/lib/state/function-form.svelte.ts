import type { Failure } from '#bridge-protocol/failure.ts';
import type { Json, JsonObject } from '#bridge-protocol/json.ts';
import { ownProperty } from '#bridge-protocol/json-schema.ts';
import type { FormSignature } from '../api/form-api.ts';
import { toFailure } from '../coded-error.ts';
import { ChoiceNode } from '../forms/choice-node.svelte.ts';
import { createNode } from '../forms/create-node.ts';
import type { Field } from '../forms/field.ts';
import { nodesOf, type FormNode } from '../forms/form-node.svelte.ts';
import { GroupNode, LiveGroupNode } from '../forms/group-node.svelte.ts';
import { initialValues } from '../forms/initial-values.ts';
import { LiveFields } from '../forms/live-fields.svelte.ts';
import { LiveOptions } from '../forms/live-options.svelte.ts';
import { readFields } from '../forms/read-field.ts';
import type { FunctionPage } from './function-page.svelte.ts';

/** Up to so many inputs stand in one list. */
const FEW = 8;

/** The form of a function while the user fills it in. */
export class FunctionForm {
  readonly root: GroupNode;
  /** What the user sees at first, and what is only there if it is wanted */
  readonly first: readonly FormNode[];
  readonly further: readonly FormNode[];
  /** `further` is shown as well */
  isWhole = $state(false);
  isReadOnly: boolean;
  isChecking = $state(false);
  /** Why the arguments could not be checked */
  failure = $state.raw<Failure>();

  readonly #page: FunctionPage;
  readonly #options = new WeakMap<FormNode, LiveOptions>();
  readonly #fields = new WeakMap<FormNode, LiveFields>();
  #account: number | undefined;

  constructor(page: FunctionPage, { parameters }: FormSignature) {
    this.#page = page;
    const { options } = page.request;
    this.isReadOnly = options.isReadOnly === true;
    const shown = readFields(parameters).filter(({ name }) =>
      isShown(name, options.hiddenFields, options.visibleFields),
    );
    const values = initialValues(shown, options);
    this.root = new GroupNode(rootField(shown), values, createNode);
    const { nodes } = this.root;
    const main = nodes.length > FEW ? nodes.filter((node) => isMain(node, nodes, values)) : nodes;
    this.first = main.length > 0 ? main : nodes;
    this.further = nodes.filter((node) => !this.first.includes(node));
    this.#account = page.account?.id;
    for (const node of nodes) this.#source(node);
  }

  /** Every node with something wrong, in the order in which they are shown. */
  get wrong(): FormNode[] {
    return [...this.first, ...this.further].flatMap((node) =>
      [...nodesOf(node)].map(([, each]) => each).filter(({ problem }) => problem !== undefined),
    );
  }

  optionsOf(node: FormNode): LiveOptions | undefined {
    return this.#options.get(node);
  }

  fieldsOf(node: FormNode): LiveFields | undefined {
    return this.#fields.get(node);
  }

  /** The parameters that have to be given before the choices or fields of this one can be asked for. */
  missingFor(node: FormNode): readonly Field[] {
    return this.#parentsOf(node)
      .filter(({ field, value }) => field.isRequired && (value === undefined || value === null || value === ''))
      .map(({ field }) => field);
  }

  /** The user has changed a parameter: what depends on it begins anew, and the host hears of it. */
  changed(node: FormNode): void {
    for (const [, each] of nodesOf(node)) if (!each.check()) each.problem = undefined;
    for (const other of this.root.nodes) if (this.#parentsOf(other).includes(node)) this.#begin(other);
    this.#page.request.onchange({
      fieldMachineName: node.field.name,
      value: node.value ?? null,
      hasInvalidFields: [...nodesOf(this.root)].some(([, each]) => each.check() !== undefined),
      data: this.#arguments,
    });
  }

  /** Another account has other choices. */
  useAccount(id: number | undefined): void {
    if (id === this.#account) return;
    this.#account = id;
    for (const node of this.root.nodes) if ('dependsOn' in node.field) this.#begin(node);
  }

  /** Ends the form if all is well: by a look at it here, and then at the server, which knows the whole of the schema. */
  async submit(): Promise<void> {
    if (this.isChecking) return;
    this.failure = undefined;
    if (this.isReadOnly) return this.#page.submit(this.#arguments);
    for (const [, node] of nodesOf(this.root)) node.showCheck();
    if (this.wrong.length > 0) return this.#reveal();
    this.isChecking = true;
    try {
      const args = this.#arguments;
      const { problems } = await this.#page.api.checkArguments(this.#page.request.name, args);
      for (const [path, problem] of Object.entries(problems)) this.#nodeAt(path).problem ??= problem;
      // What is wrong with parameters that are not shown is the host's to put right.
      this.root.problem = undefined;
      if (this.wrong.length === 0) this.#page.submit(args);
      else this.#reveal();
    } catch (error) {
      this.failure = toFailure(error);
    } finally {
      this.isChecking = false;
    }
  }

  get #arguments(): JsonObject {
    return this.root.value as JsonObject;
  }

  #reveal(): void {
    const isWrong = ([, { problem }]: readonly [string, FormNode]) => problem !== undefined;
    if (this.further.some((node) => [...nodesOf(node)].some(isWrong))) this.isWhole = true;
  }

  /** The innermost node on the way that the server names. */
  #nodeAt(path: string): FormNode {
    let found: FormNode = this.root;
    for (const [at, node] of nodesOf(this.root)) if (path === at || path.startsWith(`${at}.`)) found = node;
    return found;
  }

  #parentsOf({ field }: FormNode): FormNode[] {
    if (!('dependsOn' in field)) return [];
    return this.root.nodes.filter((node) => field.dependsOn.includes(node.field.name));
  }

  #source(node: FormNode): void {
    const { api, request } = this.#page;
    const query = () => ({
      functionName: request.name,
      parameter: node.field.name,
      values: this.#valuesFor(node.field),
      accountId: this.#account,
    });
    if (node instanceof ChoiceNode && node.field.kind === 'liveChoice') {
      this.#options.set(node, new LiveOptions((search, cursor) => api.listOptions({ ...query(), search, cursor })));
    }
    if (node instanceof LiveGroupNode) {
      this.#fields.set(node, new LiveFields(node, () => api.loadFields(query())));
    }
    this.#begin(node, true);
  }

  /** Fetches what is shown at once; choices wait until they are wanted, unless the title of one is needed. */
  #begin(node: FormNode, isFirst = false): void {
    if (!isFirst) node.clear();
    const options = this.#options.get(node);
    const fields = this.#fields.get(node);
    options?.forget();
    fields?.forget();
    if (this.#account === undefined || this.missingFor(node).length > 0) return;
    if (node instanceof ChoiceNode && node.chosen.length > 0) options?.begin();
    void fields?.load();
  }

  #valuesFor(field: Field): JsonObject {
    const names = 'dependsOn' in field ? field.dependsOn : [];
    const all = this.#arguments;
    const values = names.map((name): [string, Json | undefined] => [name, ownProperty(all, name)]);
    return Object.fromEntries(values.filter(([, value]) => value !== undefined));
  }
}

function rootField(fields: readonly Field[]): Field & { kind: 'group' } {
  return {
    ...{
      name: '',
      title: '',
      description: '',
      isRequired: true,
      isNullable: false,
      preset: undefined,
      placeholder: '',
    },
    ...{ kind: 'group', fields: () => fields },
  };
}

function isShown(name: string, hidden: string[] | null | undefined, visible: string[] | null | undefined): boolean {
  return !hidden?.includes(name) && (!visible?.length || visible.includes(name));
}

/** What has to be there, what has been given, and what either depends on. */
function isMain(node: FormNode, nodes: readonly FormNode[], values: JsonObject): boolean {
  const isOwn = ({ field }: FormNode) => field.isRequired || ownProperty(values, field.name) !== undefined;
  const isParent = ({ field }: FormNode) => 'dependsOn' in field && field.dependsOn.includes(node.field.name);
  return isOwn(node) || nodes.some((other) => isOwn(other) && isParent(other));
}
