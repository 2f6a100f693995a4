import type { MiddlewareHandler } from 'hono';
import { describeRoute, resolver } from 'hono-openapi';
import type * as core from 'zod/v4/core';
import { ErrorBody } from './entities.ts';

/** `backend` is the customer's, for the workspace; `backend for a user` is the same with a User-ID. */
type Auth = 'user' | 'session' | 'backend' | 'backend for a user';

interface Description {
  tag: string;
  summary: string;
  /** What a 200 carries as JSON; absent: something else, as `summary` tells */
  returns?: core.$ZodType;
  /** Who may call it; absent: everybody */
  auth?: Auth;
}

const security: Record<Auth, Record<string, string[]>[]> = {
  user: [
    { session: [] },
    { app_key: [], hash: [], user_id: [] },
    { app_key_header: [], hash_header: [], user_id_header: [] },
    { app_key_header: [], app_secret: [], user_id_header: [] },
  ],
  session: [{ session: [] }],
  backend: [{ app_key_header: [], app_secret: [] }],
  'backend for a user': [{ app_key_header: [], app_secret: [], user_id_header: [] }],
};

/** Puts a route into /openapi.json. Every route can answer with an error body. */
export function describe({ tag, summary, returns, auth }: Description): MiddlewareHandler {
  const content = returns && { 'application/json': { schema: resolver(returns) } };
  return describeRoute({
    tags: [tag],
    summary,
    security: auth ? security[auth] : [],
    responses: {
      200: { description: 'Done', ...(content && { content }) },
      default: { description: 'An error', content: { 'application/json': { schema: resolver(ErrorBody) } } },
    },
  });
}
