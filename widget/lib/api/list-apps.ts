import { AppList, type App } from '#bridge-protocol/entities/app.ts';
import type { ApiClient } from './client.ts';

/** As many as the server gives at once. */
const PAGE_SIZE = 1_000;

/** Every app, by title, with the user's accounts of each. */
export async function listApps(api: ApiClient): Promise<App[]> {
  const apps: App[] = [];
  let cursor = '';
  do {
    const page = await api.send({
      method: 'POST',
      path: `/apps/list/?page_size=${PAGE_SIZE}`,
      body: { _cursor: cursor },
      answer: AppList,
    });
    apps.push(...page.apps);
    cursor = page._cursor;
  } while (cursor);
  return apps;
}
