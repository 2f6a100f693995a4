import * as z from 'zod/mini';
import { lookShape } from './look.ts';
import { AppName } from './names.ts';
import { Layout } from './rendering.ts';

/** What `update` of a surface's handle takes: the options of the method that showed it, and a look of its own. */
export const SurfaceChange = z.strictObject(
  { layout: z.optional(Layout), appName: z.nullish(AppName), ...lookShape },
  'must be an object with layout, appearance, locale or texts, and appName where functions are shown',
);
export type SurfaceChange = z.infer<typeof SurfaceChange>;
