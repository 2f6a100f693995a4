import type { Layout } from '#bridge-protocol/rendering.ts';

type ModeOrOptions = string | { layout?: Layout | null } | null | undefined;

/** The layout, from either of its places; wide unless the host says otherwise. */
export function layoutOf(modeOrOptions: ModeOrOptions, layout: Layout | null | undefined): Layout {
  const named = typeof modeOrOptions === 'object' ? modeOrOptions?.layout : layout;
  return named ?? 'COMFORTABLE';
}
