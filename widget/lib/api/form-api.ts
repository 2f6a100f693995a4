import * as z from 'zod/mini';
import { ConnectedAccount } from '#bridge-protocol/entities/connected-account.ts';
import { FunctionCheck } from '#bridge-protocol/entities/function-check.ts';
import { FunctionFieldsResult } from '#bridge-protocol/entities/function-fields.ts';
import { FunctionOptionsResult } from '#bridge-protocol/entities/function-options.ts';
import { JsonObject } from '#bridge-protocol/json.ts';
import type { ApiClient } from './client.ts';

/** The third party has 30 s on the server; this is more. */
const LIVE_DEADLINE = 40_000;

/** A function with all that its form needs. */
export const FormSignature = z.object({
  name: z.string(),
  description: z.string(),
  parameters: JsonObject,
  meta: z.object({
    ui: z.object({ title: z.string() }),
    app: z.object({
      name: z.string(),
      title: z.string(),
      icon_url: z.nullable(z.string()),
      connected_accounts: z.array(ConnectedAccount),
    }),
  }),
});
export type FormSignature = z.infer<typeof FormSignature>;

/** What the choices or the fields of a parameter are asked for with. */
export interface LiveQuery {
  functionName: string;
  parameter: string;
  /** Of the parameters that it depends on */
  values: JsonObject;
  accountId: number | undefined;
}

export interface OptionsQuery extends LiveQuery {
  search: string;
  /** Of the next page; empty for the first */
  cursor: string;
}

/** What a form asks of the server. Each throws `CodedError`. */
export interface FormApi {
  /** Throws `unknown_function`. */
  getForm(functionName: string): Promise<FormSignature>;
  listOptions(query: OptionsQuery): Promise<FunctionOptionsResult>;
  loadFields(query: LiveQuery): Promise<FunctionFieldsResult>;
  /** Whether the function would take the arguments. */
  checkArguments(functionName: string, given: JsonObject): Promise<FunctionCheck>;
}

export function createFormApi(api: ApiClient): FormApi {
  const pathOf = (name: string) => `/functions/${encodeURIComponent(name)}`;
  const livePath = (kind: 'options' | 'fields', { functionName, parameter, accountId }: LiveQuery) => {
    const query = accountId === undefined ? '' : `?connected_account_id=${accountId}`;
    return `${pathOf(functionName)}/${kind}/${encodeURIComponent(parameter)}/${query}`;
  };
  return {
    getForm: (name) => api.send({ method: 'POST', path: `${pathOf(name)}/get/?include=meta`, answer: FormSignature }),
    listOptions: (query) =>
      api.send({
        method: 'POST',
        path: livePath('options', query),
        body: { query_string_data: query.values, search: query.search, _cursor: query.cursor },
        answer: FunctionOptionsResult,
        deadline: LIVE_DEADLINE,
      }),
    loadFields: (query) =>
      api.send({
        method: 'POST',
        path: livePath('fields', query),
        body: { query_string_data: query.values },
        answer: FunctionFieldsResult,
        deadline: LIVE_DEADLINE,
      }),
    checkArguments: (name, given) =>
      api.send({ method: 'POST', path: `${pathOf(name)}/check/`, body: given, answer: FunctionCheck }),
  };
}
