import * as z from 'zod/mini';
import { AppName, Id } from '../names.ts';
import { AuthMethod } from './auth-method.ts';
import { ConnectedAccount } from './connected-account.ts';

/** A third-party product as one user sees it: Integry's fields first, then ours. */
export const App = z.object({
  id: Id,
  name: AppName,
  title: z.string(),
  icon_url: z.nullable(z.string()),
  docs_url: z.nullable(z.string()),
  /** Always null: a link without the browser's proof could be used against another user. */
  login_url: z.null(),
  allow_multiple_connected_accounts: z.boolean(),
  /** Newest first by `modified_at` */
  connected_accounts: z.array(ConnectedAccount),
  description: z.string(),
  categories: z.array(z.string()),
  auth_methods: z.array(AuthMethod),
});
export type App = z.infer<typeof App>;

export const AppList = z.object({
  apps: z.array(App),
  count: z.int(),
  /** Send it back to get the next page; empty at the end */
  _cursor: z.string(),
});
export type AppList = z.infer<typeof AppList>;
