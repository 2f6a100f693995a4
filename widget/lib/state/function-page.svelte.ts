import type { FormChange } from '#bridge-protocol/bridge.ts';
import type { FormOptions } from '#bridge-protocol/form-options.ts';
import type { Failure } from '#bridge-protocol/failure.ts';
import type { JsonObject } from '#bridge-protocol/json.ts';
import type { FormApi, FormSignature } from '../api/form-api.ts';
import { CodedError, toFailure } from '../coded-error.ts';
import { provisionalTitle } from '../provisional-title.ts';
import { KNOWN_TO_USER } from './app-page.svelte.ts';
import { Resource } from './resource.svelte.ts';

/** A function whose form the host asked for. */
export interface FunctionRequest {
  name: string;
  options: FormOptions;
  onsubmit: (args: JsonObject) => void;
  onchange: (change: FormChange) => void;
}

export interface FunctionPageServices {
  formApi: FormApi;
  /** Shows the connect sheet; settles when it has ended */
  connect: (appName: string, accountId?: string) => Promise<unknown>;
}

/** A function with the user's accounts of its app. The form itself is in a chunk of its own. */
export class FunctionPage {
  readonly request: FunctionRequest;
  readonly api: FormApi;
  readonly signature: Resource<FormSignature>;
  readonly accounts = $derived.by(() => this.signature.value?.meta.app.connected_accounts ?? []);
  /** The account that the user has chosen */
  chosen = $state<number>();
  /** The account whose choices the form offers; undefined while there is none */
  readonly account = $derived.by(() => {
    const id = this.#given ?? this.chosen;
    return this.accounts.find((account) => account.id === id) ?? this.accounts[0];
  });
  readonly canChoose = $derived.by(() => this.#given === undefined && this.accounts.length > 1);
  isConnecting = $state(false);
  /** Why connecting did not come about */
  trouble = $state.raw<Failure>();

  /** The account that the host has named */
  readonly #given: number | undefined;
  readonly #connect: FunctionPageServices['connect'];

  constructor(request: FunctionRequest, { formApi, connect }: FunctionPageServices) {
    this.request = request;
    this.api = formApi;
    this.#given = Number(request.options.connectedAccountId) || undefined;
    this.#connect = connect;
    this.signature = new Resource(() => this.#fetch());
  }

  get title(): string {
    return this.signature.value?.meta.ui.title ?? provisionalTitle(this.request.name);
  }

  /** Connects an account of the function's app, or one again whose token died. */
  async connect(): Promise<void> {
    const app = this.signature.value?.meta.app.name;
    if (app === undefined || this.isConnecting) return;
    this.isConnecting = true;
    this.trouble = undefined;
    try {
      await this.#connect(app);
      await this.signature.load();
    } catch (error) {
      const failure = toFailure(error);
      if (!KNOWN_TO_USER.includes(failure.code)) this.trouble = failure;
    } finally {
      this.isConnecting = false;
    }
  }

  /** The account goes along where the user had a choice: `invokeFunction` takes it out of its `params`. */
  submit(args: JsonObject): void {
    const chosen = this.canChoose && this.account ? { _connected_account_id: String(this.account.id) } : {};
    this.request.onsubmit({ ...args, ...chosen });
  }

  async #fetch(): Promise<FormSignature> {
    const signature = await this.api.getForm(this.request.name);
    const { title, connected_accounts } = signature.meta.app;
    if (this.#given === undefined || connected_accounts.some(({ id }) => id === this.#given)) return signature;
    throw new CodedError('unknown_account', `The user has no connected ${title} account with the id ${this.#given}.`);
  }
}
