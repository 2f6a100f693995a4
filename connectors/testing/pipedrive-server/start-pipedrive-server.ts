import { getRequestListener } from '@hono/node-server';
import { Hono } from 'hono';
import { startLoopbackServer } from '../loopback-server.ts';
import { entityRoutes, list } from './entity-routes.ts';
import { unauthorized } from './refusals.ts';
import { dealOf, organizationOf, personOf, seedStore } from './seed.ts';

export interface PipedriveServerOptions {
  /** Absent: any free one */
  port?: number;
}

export interface PipedriveServer {
  /** `http://127.0.0.1:<port>`: the value of PIPEDRIVE_API_URL */
  origin: string;
  /** The API token it takes */
  token: string;
  /** The OAuth access token it takes */
  accessToken: string;
  /** Every request so far: method and path with its query */
  requests: { method: string; path: string }[];
  close(): Promise<void>;
}

const TOKEN = '0123456789abcdef0123456789abcdef01234567';
const ACCESS_TOKEN = 'v1u:pipedrive-access-token';

/**
 * A local Pipedrive for tests: the vendor's paths, credentials, paging, validation and error bodies, for what
 * `connectors/apps/pipedrive` calls. Nothing outlives it.
 */
export async function startPipedriveServer(options: PipedriveServerOptions = {}): Promise<PipedriveServer> {
  const requests: PipedriveServer['requests'] = [];
  const app = createApp(requests);
  const listener = getRequestListener(app.fetch, { overrideGlobalObjects: false });
  const server = await startLoopbackServer(listener, options.port);
  return { ...server, token: TOKEN, accessToken: ACCESS_TOKEN, requests };
}

function createApp(requests: PipedriveServer['requests']): Hono {
  const store = seedStore();
  const app = new Hono();
  app.use(async (context, next) => {
    const { pathname, search } = new URL(context.req.url);
    requests.push({ method: context.req.method, path: pathname + search });
    const bearer = context.req.header('authorization') === `Bearer ${ACCESS_TOKEN}`;
    const token = context.req.header('x-api-token') ?? context.req.query('api_token');
    return bearer || token === TOKEN ? next() : unauthorized(context);
  });
  app.notFound((context) => context.json({ success: false, error: 'Unknown method' }, 404));
  app.get('/api/v1/users/me', (context) => context.json({ success: true, data: currentUser(store.users[0]) }));
  app.get('/api/v1/users', (context) => context.json({ success: true, data: store.users }));
  app.route('/api/v2/persons', entityRoutes('persons', 'Person', store.persons, personOf));
  app.route(
    '/api/v2/organizations',
    entityRoutes('organizations', 'Organization', store.organizations, organizationOf),
  );
  app.route('/api/v2/deals', entityRoutes('deals', 'Deal', store.deals, dealOf));
  app.get('/api/v2/pipelines', (context) => list(context, store.pipelines));
  app.get('/api/v2/stages', (context) => list(context, store.stages));
  return app;
}

function currentUser(user: object | undefined) {
  return { ...user, company_id: 42, company_name: 'Northwind Sales', company_domain: 'northwind' };
}
