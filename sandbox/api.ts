import { Hono } from 'hono';
import { HTTPException } from 'hono/http-exception';
import { setTimeout as wait } from 'node:timers/promises';
import type { Provider } from 'oidc-provider';
import type * as z from 'zod';
import { ContactChanges, NewContact, type Contacts } from './contacts.ts';
import type { User, Users } from './users.ts';

const PAGE = { default: 25, max: 100 };
const LONGEST_WAIT = 300;

type Env = { Variables: { user: User; scopes: Set<string> } };

/** The sandbox's REST API, under /api. Errors are `{error, message}`. */
export function createApi(provider: Provider, users: Users, contacts: Contacts) {
  const api = new Hono<Env>().basePath('/api');

  api.onError((error, c) => {
    if (!(error instanceof HTTPException)) return c.json({ error: 'internal', message: 'Something broke.' }, 500);
    return error.getResponse();
  });
  api.notFound((c) => c.json({ error: 'not_found', message: 'There is nothing at this address.' }, 404));

  api.use(async (c, next) => {
    const [scheme, token] = (c.req.header('Authorization') ?? '').split(' ');
    const found = scheme?.toLowerCase() === 'bearer' && token ? await provider.AccessToken.find(token) : undefined;
    const user = found && users.find(found.accountId);
    if (!user) {
      c.header('WWW-Authenticate', 'Bearer error="invalid_token"');
      return c.json({ error: 'invalid_token', message: 'The access token is missing, expired or revoked.' }, 401);
    }
    c.set('user', user);
    c.set('scopes', found.scopes);
    return next();
  });

  api.get('/me', (c) => {
    const { id, name, email } = c.var.user;
    return c.json({ id, name, email });
  });

  api.get('/slow', async (c) => {
    const seconds = Math.min(Math.max(Number(c.req.query('seconds') ?? '1') || 0, 0), LONGEST_WAIT);
    // A caller that goes away must not keep the timer, and the process, waiting.
    await wait(seconds * 1000, undefined, { signal: c.req.raw.signal, ref: false }).catch(() => undefined);
    return c.json({ waited_seconds: seconds });
  });

  api.get('/failing', (c) => c.json({ error: 'internal', message: 'This endpoint always fails.' }, 500));

  api.get('/rate-limited', (c) => {
    c.header('Retry-After', '30');
    return c.json({ error: 'rate_limited', message: 'Too many requests. Try again in 30 seconds.' }, 429);
  });

  api.use('/contacts/*', async (c, next) => {
    if (c.var.scopes.has('contacts')) return next();
    return c.json({ error: 'insufficient_scope', message: 'The access token lacks the scope "contacts".' }, 403);
  });

  api.get('/contacts', (c) => {
    const limit = Number(c.req.query('limit') ?? PAGE.default);
    if (!Number.isInteger(limit) || limit < 1 || limit > PAGE.max) {
      throw invalid(`"limit" must be a whole number from 1 to ${PAGE.max}.`);
    }
    const page = contacts.list(c.var.user.id, limit, c.req.query('cursor') || undefined);
    if (!page) throw invalid('"cursor" must be the "next_cursor" of the page before.');
    return c.json(page);
  });

  api.post('/contacts', async (c) => c.json(contacts.add(c.var.user.id, await body(c.req, NewContact)), 201));

  api.get('/contacts/:id{[0-9]+}', (c) => c.json(found(contacts.find(c.var.user.id, Number(c.req.param('id'))))));

  api.patch('/contacts/:id{[0-9]+}', async (c) => {
    const changes = await body(c.req, ContactChanges);
    return c.json(found(contacts.update(c.var.user.id, Number(c.req.param('id')), changes)));
  });

  api.delete('/contacts/:id{[0-9]+}', (c) => {
    if (!contacts.remove(c.var.user.id, Number(c.req.param('id')))) throw missing();
    return c.body(null, 204);
  });

  return api;
}

async function body<Schema extends z.ZodType>(request: { json(): Promise<unknown> }, schema: Schema) {
  const value: unknown = await request.json().catch(() => undefined);
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw invalid(issue ? `${issue.path.join('.') || 'body'}: ${issue.message}` : 'The body must be JSON.');
}

function found<T>(value: T | undefined): T {
  if (value === undefined) throw missing();
  return value;
}

function missing(): HTTPException {
  return problem(404, 'not_found', 'There is no contact with this id.');
}

function invalid(message: string): HTTPException {
  return problem(400, 'invalid_request', message);
}

function problem(status: 400 | 404, error: string, message: string): HTTPException {
  return new HTTPException(status, { res: Response.json({ error, message }, { status }) });
}
