import { getRequestListener } from '@hono/node-server';
import { Hono } from 'hono';
import { startLoopbackServer } from '../loopback-server.ts';
import { activityRoutes } from './activity-routes.ts';
import { agileRoutes } from './agile-routes.ts';
import { issueRoutes } from './issue-routes.ts';
import { projectRoutes } from './project-routes.ts';
import { gatewayRefused, notFound } from './refusals.ts';
import { me, seedStore } from './seed.ts';

export interface JiraServerOptions {
  /** Absent: any free one */
  port?: number;
}

export interface JiraServer {
  /** `http://127.0.0.1:<port>`: stands for https://api.atlassian.com and for https://northwind.atlassian.net */
  origin: string;
  /** The user and the API token it takes, at the site's own paths */
  email: string;
  token: string;
  /** The OAuth access token it takes, at the gateway's paths */
  accessToken: string;
  cloudId: string;
  /** What accessible-resources answers: the sites that the user let the app into */
  sites: { id: string; name: string; url: string }[];
  /** Every request so far: method and path with its query */
  requests: { method: string; path: string }[];
  close(): Promise<void>;
}

const TOKEN = 'ATATT3xFfGF0-jira-api-token';
const ACCESS_TOKEN = 'eyJraWQ-jira-access-token';
const CLOUD_ID = '11223344-a1b2-3b33-c444-def123456789';
const BASIC = `Basic ${Buffer.from(`${me.emailAddress}:${TOKEN}`).toString('base64')}`;

/**
 * A local Jira Cloud site for tests, with the gateway that OAuth apps go through: the vendor's paths, credentials, paging,
 * validation and error bodies, for what `connectors/apps/jira` calls. Nothing outlives it.
 */
export async function startJiraServer(options: JiraServerOptions = {}): Promise<JiraServer> {
  const requests: JiraServer['requests'] = [];
  const sites = [{ id: CLOUD_ID, name: 'northwind', url: 'https://northwind.atlassian.net' }];
  const listener = getRequestListener(createApp(requests, sites).fetch, { overrideGlobalObjects: false });
  const server = await startLoopbackServer(listener, options.port);
  const secrets = { email: me.emailAddress, token: TOKEN, accessToken: ACCESS_TOKEN, cloudId: CLOUD_ID };
  return { ...server, ...secrets, sites, requests };
}

function createApp(requests: JiraServer['requests'], sites: JiraServer['sites']): Hono {
  const store = seedStore();
  const site = new Hono();
  for (const routes of [projectRoutes(store), issueRoutes(store), activityRoutes(store)])
    site.route('/rest/api/3', routes);
  site.route('/rest/agile/1.0', agileRoutes(store));

  const app = new Hono();
  app.notFound(notFound);
  app.use(async (context, next) => {
    const { pathname, search } = new URL(context.req.url);
    requests.push({ method: context.req.method, path: pathname + search });
    const authorization = context.req.header('authorization');
    if (!pathname.startsWith('/rest/'))
      return authorization === `Bearer ${ACCESS_TOKEN}` ? next() : gatewayRefused(context, 401);
    if (authorization === BASIC) return next();
    return context.text('Client must be authenticated to access this resource.', 401);
  });
  app.get('/oauth/token/accessible-resources', (context) => context.json(sites));
  app.route(`/ex/jira/${CLOUD_ID}`, site);
  app.all('/ex/*', (context) => gatewayRefused(context, 404));
  app.route('/', site);
  return app;
}
