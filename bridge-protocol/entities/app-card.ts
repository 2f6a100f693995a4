import * as z from 'zod/mini';
import { AppName } from '../names.ts';

/** What the marketplace shows of an app. */
export const AppCard = z.object({
  name: AppName,
  title: z.string(),
  icon_url: z.nullable(z.string()),
  description: z.string(),
  categories: z.array(z.string()),
  /** Null: the user has no account of it; `needs_reconnect`: of one, the access has ended */
  connection: z.nullable(z.enum(['active', 'needs_reconnect'])),
  /**
   * `recent`: connected and used lately, told apart where many are connected; `popular`: not connected, but by several
   * others of the workspace
   */
  group: z.enum(['recent', 'connected', 'popular', 'other']),
});
export type AppCard = z.infer<typeof AppCard>;

export const AppCardList = z.object({
  /** By group, in the order of these; within `recent` and `connected` the one used last first, the others by title */
  cards: z.array(AppCard),
  count: z.int(),
  /** Send it back to get the next page; empty at the end */
  _cursor: z.string(),
});
export type AppCardList = z.infer<typeof AppCardList>;
