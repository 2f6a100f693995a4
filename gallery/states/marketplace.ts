import { CodedError } from '#widget/lib/coded-error.ts';
import { unanswered } from '../gallery-state.ts';
import type { GalleryState } from '../gallery-state.ts';
import { apps, longApp } from '../samples/apps.ts';
import { surfaceState } from '../surface-state.ts';
import type { SurfaceStateOptions } from '../surface-state.ts';

const state = (name: string, options?: SurfaceStateOptions): GalleryState =>
  surfaceState(`marketplace/${name}`, { screen: 'apps' }, options);

function look(search: string, category?: string): SurfaceStateOptions['prepare'] {
  return ({ screen }) => {
    if (screen.name === 'apps') screen.marketplace.look(search, category);
  };
}

export const marketplaceStates: GalleryState[] = [
  state('apps'),
  state('nothing-connected', { api: { listApps: async () => apps } }),
  state('search', { prepare: look('goo') }),
  state('category', { prepare: look('', 'crm') }),
  state('nothing-found', { prepare: look('a thing that nobody has') }),
  state('empty', { api: { listApps: async () => [] } }),
  state('loading', { api: { listApps: unanswered } }),
  state('slow', { api: { listApps: unanswered }, elapsed: 5_000 }),
  state('error', {
    api: {
      listApps: async () => {
        throw new CodedError('server_error', 'The server answered with status 503. Try again later.', {
          requestId: 'req-7f3a9c',
        });
      },
    },
  }),
  state('long-text', { api: { listApps: async () => [longApp, ...apps.slice(0, 5)] } }),
];
