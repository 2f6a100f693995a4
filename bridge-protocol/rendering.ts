import * as z from 'zod/mini';
import { AppName } from './names.ts';

/** How a surface is shown: in the instance's dialog, or in a container of the host page. */
export const RenderMode = z.enum(['MODAL', 'INLINE']);

/** `Layouts.WIDE` and `Layouts.NARROW`, by Integry's values. */
export const Layout = z.enum(['COMFORTABLE', 'COMPACT'], 'must be "COMFORTABLE" or "COMPACT"');
export type Layout = z.infer<typeof Layout>;

export const ContainerId = z.string('must be the id of an element');

const options = { renderMode: z.nullish(RenderMode), containerId: z.nullish(ContainerId), layout: z.nullish(Layout) };
const problem = 'must be "MODAL" or "INLINE", or an object with renderMode, containerId and layout';

/** `renderMode`, or an object that holds it with the others; further ones are ignored. */
export const ModeOrOptions = z.union([RenderMode, z.object(options)], problem);

/** The same of `showApps`, with its own options. */
export const AppsModeOrOptions = z.union(
  [
    RenderMode,
    z.object({
      ...options,
      fetchAll: z.nullish(z.boolean()),
      useLoadMoreButton: z.nullish(z.boolean()),
      authOnly: z.nullish(z.boolean()),
    }),
  ],
  problem,
);

/** The same of `showFunctions`, whose app may be among them. */
export const FunctionsModeOrOptions = z.union(
  [RenderMode, z.object({ ...options, appName: z.nullish(AppName) })],
  problem,
);
