import { Hono } from 'hono';
import * as z from 'zod/mini';
import { FunctionCheck } from '#bridge-protocol/entities/function-check.ts';
import { FieldsBody, FunctionFieldsResult } from '#bridge-protocol/entities/function-fields.ts';
import { FunctionOptionsResult, OptionsBody } from '#bridge-protocol/entities/function-options.ts';
import { FunctionResult } from '#bridge-protocol/entities/function-result.ts';
import { FunctionList, FunctionSignature } from '#bridge-protocol/entities/function-signature.ts';
import { JsonObject } from '#bridge-protocol/json.ts';
import { callFunction } from '../functions/call-function.ts';
import { DomainError } from '../errors.ts';
import { callOnce, type OnceResult } from '../functions/idempotency/call-once.ts';
import { IdempotencyHeader } from '../functions/idempotency/idempotency-key.ts';
import { checkInput } from '../functions/check-input.ts';
import { functionView } from '../functions/function-view.ts';
import { listFunctions, viewsWithMeta } from '../functions/list-functions.ts';
import { listOptions } from '../functions/list-options.ts';
import { loadFields } from '../functions/load-fields.ts';
import { measuredCall } from '../functions/measured-call.ts';
import type { ParameterQuery } from '../functions/parameter-source.ts';
import type { AppEnv } from '../http/app-env.ts';
import { describe } from '../http/describe.ts';
import { headers, jsonBody, query } from '../http/validated.ts';
import type { Services } from '../services.ts';
import { authenticate } from '../sessions/authenticate.ts';
import type { UserRef } from '../sessions/identity.ts';
import { splitCallBody } from './call-body.ts';
import { CursorBody, IgnoredBody, PageSize, Search } from './page-query.ts';

const Include = z.optional(z.enum(['meta', ''], 'has to be "meta"'));

const ListQuery = z.object({
  app: z.optional(z.string()),
  type: z.optional(z.enum(['QUERY', 'ACTION', 'PASSTHROUGH'], 'has to be QUERY, ACTION or PASSTHROUGH')),
  connected_only: z.optional(z.string().check(z.regex(/^(true|false)?$/i, 'has to be true or false'))),
  search: Search,
  include: Include,
  page_size: PageSize,
});

const GetQuery = z.object({ include: Include });

const AccountQuery = z.object({
  connected_account_id: z.optional(z.string().check(z.regex(/^([1-9]\d{0,14})?$/, 'has to be an id'))),
});

export function functionRoutes(services: Services): Hono<AppEnv> {
  const getDescription = describe({
    tag: 'Functions',
    summary: 'The signature of a function',
    returns: FunctionSignature,
    auth: 'user',
  });
  return new Hono<AppEnv>()
    .post(
      '/functions/list',
      describe({ tag: 'Functions', summary: 'A page of the functions', returns: FunctionList, auth: 'user' }),
      authenticate(services),
      query(ListQuery),
      jsonBody(CursorBody),
      async (c) => {
        const { app, type, search, connected_only, include, page_size: size } = c.req.valid('query');
        const filter = {
          app,
          type,
          search,
          connectedOnly: /^true$/i.test(connected_only ?? ''),
          withMeta: include === 'meta',
        };
        const cursor = c.req.valid('json')._cursor ?? '';
        return c.json(await listFunctions(services, c.var.identity, filter, { cursor, size }));
      },
    )
    .get('/functions/:name/get', getDescription, authenticate(services), query(GetQuery), async (c) =>
      c.json(await getFunction(services, c.var.identity, c.req.param('name'), c.req.valid('query').include)),
    )
    .post(
      '/functions/:name/get',
      getDescription,
      authenticate(services),
      query(GetQuery),
      jsonBody(IgnoredBody),
      async (c) =>
        c.json(await getFunction(services, c.var.identity, c.req.param('name'), c.req.valid('query').include)),
    )
    .post(
      '/functions/:name/call',
      describe({
        tag: 'Functions',
        summary:
          'Call a function with the user’s credentials; a refusal is a 200 with `error`. Under one `Idempotency-Key` it is made once',
        returns: FunctionResult,
        auth: 'user',
      }),
      authenticate(services),
      headers(IdempotencyHeader),
      query(AccountQuery),
      jsonBody(JsonObject),
      async (c) => {
        const accountId = accountIdOf(c.req.valid('query'));
        const body = splitCallBody(c.req.valid('json'));
        const given = { name: c.req.param('name'), requestId: c.var.requestId, ...body };
        const call = { ...given, accountId: accountId ?? body.accountId };
        const key = c.req.valid('header')['idempotency-key'];
        const made = await measuredCall(services, call.name, async () =>
          key === undefined
            ? { result: await callFunction(services, c.var.identity, call) }
            : callOnce(services, c.var.identity, call, key),
        );
        if ('replayed' in made) c.header('Idempotent-Replayed', 'true');
        return c.json(resultOf(made));
      },
    )
    .post(
      '/functions/:name/check',
      describe({
        tag: 'Functions',
        summary: 'Whether a function would take the arguments; calls nothing',
        returns: FunctionCheck,
        auth: 'user',
      }),
      authenticate(services),
      jsonBody(JsonObject),
      (c) => {
        const { definition } = services.catalogue.findFunction(c.req.param('name'));
        const checked = checkInput(definition, splitCallBody(c.req.valid('json')).params);
        return c.json({ problems: 'problems' in checked ? checked.problems : {} });
      },
    )
    .post(
      '/functions/:name/options/:parameter',
      describe({
        tag: 'Functions',
        summary: 'A page of the choices that a parameter has in the user’s account',
        returns: FunctionOptionsResult,
        auth: 'user',
      }),
      authenticate(services),
      query(AccountQuery),
      jsonBody(OptionsBody),
      async (c) => {
        const { search, _cursor, ...body } = c.req.valid('json');
        const asked = parameterQuery(c.req.param(), { ...body, search }, c.req.valid('query'));
        return c.json(
          await listOptions(services, c.var.identity, {
            ...asked,
            search: search ?? undefined,
            cursor: _cursor ?? undefined,
          }),
        );
      },
    )
    .post(
      '/functions/:name/fields/:parameter',
      describe({
        tag: 'Functions',
        summary: 'The properties that a parameter has in the user’s account',
        returns: FunctionFieldsResult,
        auth: 'user',
      }),
      authenticate(services),
      query(AccountQuery),
      jsonBody(FieldsBody),
      async (c) => {
        const asked = parameterQuery(c.req.param(), c.req.valid('json'), c.req.valid('query'));
        return c.json(await loadFields(services, c.var.identity, asked));
      },
    );
}

/** A failure that is kept is thrown as it was the first time. */
function resultOf(once: OnceResult): FunctionResult {
  if ('result' in once) return once.result;
  if ('result' in once.replayed) return once.replayed.result;
  const { code, message } = once.replayed.error;
  throw new DomainError(code, message);
}

function accountIdOf({ connected_account_id: id }: z.infer<typeof AccountQuery>): number | undefined {
  return id ? Number(id) : undefined;
}

function parameterQuery(
  path: { name: string; parameter: string },
  { query_string_data, ...flat }: FieldsBody,
  account: z.infer<typeof AccountQuery>,
): ParameterQuery {
  const values = query_string_data ?? (flat as JsonObject);
  return { functionName: path.name, parameter: path.parameter, values, accountId: accountIdOf(account) };
}

async function getFunction(
  services: Services,
  user: UserRef,
  name: string,
  include: string | undefined,
): Promise<FunctionSignature> {
  const entry = services.catalogue.findFunction(name);
  if (include !== 'meta') return functionView(entry);
  const [view] = await viewsWithMeta(services, user, [entry]);
  return view!;
}
