import { getRequestListener } from '@hono/node-server';
import { Hono } from 'hono';
import { startLoopbackServer } from '../loopback-server.ts';
import { entityRoutes, type Entity } from './entity-routes.ts';
import { fieldRoutes } from './field-routes.ts';
import { leadV2Routes } from './lead-routes.ts';
import { unauthorized } from './refusals.ts';
import { bodies } from './schemas.ts';
import {
  activityOf,
  dealOf,
  organizationOf,
  personOf,
  pipelineOf,
  productOf,
  seedStore,
  stageOf,
  type Store,
} from './seed.ts';
import { v1Routes } from './v1-routes.ts';

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
  app.route('/api/v1', v1Routes(store));
  for (const [path, entity] of Object.entries(entities(store))) app.route(`/api/v2/${path}`, entityRoutes(entity));
  app.route('/api/v2/leads', leadV2Routes(store.leads, store.deals));
  for (const kind of ['deal', 'person', 'organization', 'product'])
    app.route(`/api/v2/${kind}Fields`, fieldRoutes(kind));
  return app;
}

function entities(store: Store): Record<string, Entity> {
  const { persons, organizations, deals, activities, products, pipelines, stages } = bodies;
  const searched = { searchable: true };
  const listed = { searchable: false };
  return {
    persons: { what: 'Person', bodies: persons, items: store.persons, complete: personOf, ...searched },
    organizations: {
      what: 'Organization',
      bodies: organizations,
      items: store.organizations,
      complete: organizationOf,
      ...searched,
    },
    deals: { what: 'Deal', bodies: deals, items: store.deals, complete: dealOf, ...searched },
    products: { what: 'Product', bodies: products, items: store.products, complete: productOf, ...searched },
    activities: { what: 'Activity', bodies: activities, items: store.activities, complete: activityOf, ...listed },
    pipelines: { what: 'Pipeline', bodies: pipelines, items: store.pipelines, complete: pipelineOf, ...listed },
    stages: { what: 'Stage', bodies: stages, items: store.stages, complete: stageOf, ...listed },
  };
}
