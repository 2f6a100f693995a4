import { getRequestListener } from '@hono/node-server';
import { Hono } from 'hono';
import { startLoopbackServer } from '../loopback-server.ts';
import { associationRoutes } from './association-routes.ts';
import { listRoutes } from './list-routes.ts';
import { objectRoutes } from './object-routes.ts';
import { objectTypes } from './object-types.ts';
import { pageOf, pagingOf } from './record-store.ts';
import { notFound, unauthorized } from './refusals.ts';
import { owners, pipelines, seedStore } from './seed.ts';

export interface HubSpotServerOptions {
  /** Absent: any free one */
  port?: number;
}

export interface HubSpotServer {
  /** `http://127.0.0.1:<port>`: stands for https://api.hubapi.com */
  origin: string;
  /** The private app's access token it takes */
  token: string;
  /** The OAuth access token it takes */
  accessToken: string;
  /** Every request so far: method and path with its query */
  requests: { method: string; path: string }[];
  close(): Promise<void>;
}

const TOKEN = 'pat-na1-11111111-2222-3333-4444-555555555555';
const ACCESS_TOKEN = 'CJSP5-hubspot-access-token';

/**
 * A local HubSpot for tests: the vendor's paths, credentials, paging, search and error bodies, for what
 * `connectors/apps/hubspot` calls. Nothing outlives it.
 */
export async function startHubSpotServer(options: HubSpotServerOptions = {}): Promise<HubSpotServer> {
  const requests: HubSpotServer['requests'] = [];
  const listener = getRequestListener(createApp(requests).fetch, { overrideGlobalObjects: false });
  const server = await startLoopbackServer(listener, options.port);
  return { ...server, token: TOKEN, accessToken: ACCESS_TOKEN, requests };
}

function createApp(requests: HubSpotServer['requests']): Hono {
  const store = seedStore();
  // The vendor takes /crm/v3/lists/ with and without the slash.
  const app = new Hono({ strict: false });
  app.use(async (context, next) => {
    const { pathname, search } = new URL(context.req.url);
    requests.push({ method: context.req.method, path: pathname + search });
    const bearer = /^Bearer (.+)$/.exec(context.req.header('authorization') ?? '')?.[1];
    return bearer === TOKEN || bearer === ACCESS_TOKEN ? next() : unauthorized(context);
  });
  app.notFound(notFound);
  for (const [name, type] of Object.entries(objectTypes)) {
    app.route(`/crm/v3/objects/${name}`, objectRoutes(name, type, store));
  }
  app.route('/crm/v4', associationRoutes(store));
  app.route('/crm/v3/lists', listRoutes(store));
  addSettings(app);
  return app;
}

/** What the vendor's administrators set up: owners, pipelines, properties. */
function addSettings(app: Hono): void {
  app.get('/account-info/v3/details', (context) =>
    context.json({ portalId: 62515, accountType: 'STANDARD', timeZone: 'US/Eastern', companyCurrency: 'USD' }),
  );
  app.get('/crm/v3/owners', (context) => {
    const email = context.req.query('email');
    const found = owners.filter((owner) => email === undefined || owner.email === email);
    const page = pageOf(found, Number(context.req.query('limit') ?? 100), Number(context.req.query('after') ?? 0));
    return context.json({ results: page.results, ...pagingOf(page.after) });
  });
  app.get('/crm/v3/owners/:id', (context) => {
    const key = context.req.query('idProperty') === 'userId' ? 'userId' : 'id';
    const owner = owners.find((one) => String(one[key]) === context.req.param('id'));
    return owner ? context.json(owner) : notFound(context);
  });
  app.get('/crm/v3/pipelines/:type', (context) => {
    const results = pipelines[context.req.param('type')];
    return results ? context.json({ results }) : notFound(context);
  });
  app.get('/crm/v3/pipelines/:type/:id/stages', (context) => {
    const { type, id } = context.req.param();
    const pipeline = pipelines[type]?.find((one) => one.id === id);
    return pipeline ? context.json({ results: pipeline.stages }) : notFound(context);
  });
  app.get('/crm/v3/properties/:type', (context) => {
    const type = objectTypes[context.req.param('type')];
    return type ? context.json({ results: type.properties.map(propertyOf) }) : notFound(context);
  });
  app.get('/crm/v3/properties/:type/:name', (context) => {
    const { type, name } = context.req.param();
    return objectTypes[type]?.properties.includes(name) ? context.json(propertyOf(name)) : notFound(context);
  });
}

function propertyOf(name: string) {
  return { name, label: name.replaceAll('_', ' '), type: 'string', fieldType: 'text', groupName: 'information' };
}
