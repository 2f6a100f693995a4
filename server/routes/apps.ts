import { Hono } from 'hono';
import * as z from 'zod/mini';
import { AppCardList } from '#bridge-protocol/entities/app-card.ts';
import { App, AppList } from '#bridge-protocol/entities/app.ts';
import { appCards } from '../catalogue/app-cards.ts';
import { loadApp, loadApps } from '../catalogue/load-app.ts';
import { pageOf } from '../catalogue/page.ts';
import { popularApps } from '../catalogue/popular-apps.ts';
import { searchApps } from '../catalogue/search.ts';
import type { AppEnv } from '../http/app-env.ts';
import { describe } from '../http/describe.ts';
import { sendJson } from '../http/send-json.ts';
import { jsonBody, query } from '../http/validated.ts';
import type { Services } from '../services.ts';
import { authenticate } from '../sessions/authenticate.ts';
import type { UserRef } from '../sessions/identity.ts';
import { CursorBody, IgnoredBody, PageSize, Search } from './page-query.ts';

export function appRoutes(services: Services): Hono<AppEnv> {
  const getDescription = describe({
    tag: 'Apps',
    summary: 'One app, with the user’s accounts',
    returns: App,
    auth: 'user',
  });
  const popular = popularApps(services);
  return new Hono<AppEnv>()
    .post(
      '/apps/list',
      describe({ tag: 'Apps', summary: 'A page of the apps', returns: AppList, auth: 'user' }),
      authenticate(services),
      query(z.object({ page_size: PageSize, search: Search })),
      jsonBody(CursorBody),
      async (c) => {
        const { page_size: size, search } = c.req.valid('query');
        const { _cursor: cursor } = c.req.valid('json');
        return c.json(await listApps(services, c.var.identity, search, { cursor: cursor ?? '', size }));
      },
    )
    .post(
      '/apps/cards',
      describe({
        tag: 'Apps',
        summary: 'A page of the apps as the marketplace shows them: connected ones first, then popular ones',
        returns: AppCardList,
        auth: 'user',
      }),
      authenticate(services),
      query(z.object({ page_size: PageSize })),
      jsonBody(CursorBody),
      async (c) => {
        const { workspaceId } = c.var.identity;
        const favourites = await popular(workspaceId);
        const all = await services.db.inWorkspace(workspaceId, (tx) =>
          appCards(tx, services, c.var.identity, favourites),
        );
        const page = { cursor: c.req.valid('json')._cursor ?? '', size: c.req.valid('query').page_size };
        const { entries, count, cursor } = pageOf(all, (card) => card.name, page);
        return sendJson(c, { cards: entries, count, _cursor: cursor });
      },
    )
    .get('/apps/:name/get', getDescription, authenticate(services), async (c) =>
      c.json(await getApp(services, c.var.identity, c.req.param('name'))),
    )
    .post('/apps/:name/get', getDescription, authenticate(services), jsonBody(IgnoredBody), async (c) =>
      c.json(await getApp(services, c.var.identity, c.req.param('name'))),
    );
}

async function listApps(
  services: Services,
  user: UserRef,
  search: string,
  page: { cursor: string; size: number },
): Promise<AppList> {
  const found = pageOf(searchApps(services.catalogue.apps, search), (app) => app.name, page);
  const apps = await services.db.inWorkspace(user.workspaceId, (tx) => loadApps(tx, services, user, found.entries));
  return { apps, count: found.count, _cursor: found.cursor };
}

function getApp(services: Services, user: UserRef, name: string): Promise<App> {
  return services.db.inWorkspace(user.workspaceId, (tx) => loadApp(tx, services, user, name));
}
