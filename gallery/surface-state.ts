import type { SurfaceApi } from '#widget/lib/api/surface-api.ts';
import { Surface } from '#widget/lib/state/surface.svelte.ts';
import type { SurfaceRequest } from '#widget/lib/state/surface.svelte.ts';
import { sampleSession } from '#widget/lib/testing/samples.ts';
import { settled, unanswered } from './gallery-state.ts';
import type { GalleryState } from './gallery-state.ts';
import { appNamed, userApps } from './samples/apps.ts';
import { cardPage, cardsOf } from './samples/cards.ts';
import { functions, functionsOf, pageOf } from './samples/functions.ts';

/** A server with the sample apps. */
const api: SurfaceApi = {
  listCards: async () => cardPage(cardsOf(userApps)),
  getApp: async (name) => userApps.find((app) => app.name === name) ?? appNamed(name),
  listFunctions: async ({ app }) => pageOf(app === undefined ? functions : functionsOf(app)),
  disconnect: async () => undefined,
  rename: async () => appNamed('slack'),
};

export interface SurfaceStateOptions extends Omit<GalleryState, 'name' | 'make'> {
  /** What the server answers otherwise than the samples' does */
  api?: Partial<SurfaceApi>;
  /** Whoever embeds us */
  workspaceName?: string;
  /** What the user has done before it is shown */
  prepare?: (surface: Surface) => void;
}

/** A surface that has fetched what it could. */
export function surfaceState(
  name: string,
  request: SurfaceRequest | (() => SurfaceRequest | Promise<SurfaceRequest>),
  options: SurfaceStateOptions = {},
): GalleryState {
  const { api: changes, workspaceName, prepare, ...rest } = options;
  return {
    name,
    ...rest,
    async make({ layout, mode }) {
      const surface = new Surface(
        'gallery',
        typeof request === 'function' ? await request() : request,
        { layout: layout === 'wide' ? 'COMFORTABLE' : 'COMPACT', isInline: mode === 'inline' },
        {
          api: { ...api, ...changes },
          connect: unanswered,
          getSession: async () => sampleSession(workspaceName ? { workspace_name: workspaceName } : {}),
        },
        () => undefined,
      );
      surface.isReady = true;
      // Where it cannot begin, the gallery shows what the user sees meanwhile.
      surface.begin().catch(() => undefined);
      await settled();
      prepare?.(surface);
      await settled();
      return { surface };
    },
  };
}
