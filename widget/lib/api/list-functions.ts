import * as z from 'zod/mini';
import type { ApiClient } from './client.ts';

/** What a list shows of a function. */
export const FunctionSummary = z.object({
  name: z.string(),
  description: z.string(),
  meta: z.object({
    ui: z.object({ title: z.string() }),
    app: z.object({ name: z.string(), title: z.string(), icon_url: z.nullable(z.string()) }),
  }),
});
export type FunctionSummary = z.infer<typeof FunctionSummary>;

const FunctionPage = z.object({ functions: z.array(FunctionSummary), count: z.int(), _cursor: z.string() });
export type FunctionPage = z.infer<typeof FunctionPage>;

export interface FunctionQuery {
  /** An app's name; undefined for all */
  app?: string;
  search: string;
  /** Of the next page; empty for the first */
  cursor: string;
}

/** A page of the functions, by app and title. Throws `unknown_app`. */
export function listFunctions(api: ApiClient, { app, search, cursor }: FunctionQuery): Promise<FunctionPage> {
  const query = new URLSearchParams({ include: 'meta', search });
  if (app !== undefined) query.set('app', app);
  return api.send({
    method: 'POST',
    path: `/functions/list/?${query}`,
    body: { _cursor: cursor },
    answer: FunctionPage,
  });
}
