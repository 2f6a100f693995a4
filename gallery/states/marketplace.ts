import type { AppCard } from '#bridge-protocol/entities/app-card.ts';
import { CodedError } from '#widget/lib/coded-error.ts';
import { unanswered } from '../gallery-state.ts';
import type { GalleryState } from '../gallery-state.ts';
import { apps, longApp } from '../samples/apps.ts';
import { cardPage, cardsOf, grouped } from '../samples/cards.ts';
import { surfaceState } from '../surface-state.ts';
import type { SurfaceStateOptions } from '../surface-state.ts';

const state = (name: string, options?: SurfaceStateOptions): GalleryState =>
  surfaceState(`marketplace/${name}`, { screen: 'apps' }, options);

function look(search: string, category?: string): SurfaceStateOptions['prepare'] {
  return ({ screen }) => {
    if (screen.name === 'apps') screen.marketplace.look(search, category);
  };
}

const cards = (list: AppCard[], cursor?: string): SurfaceStateOptions['api'] => ({
  listCards: async () => cardPage(list, cursor),
});

export const marketplaceStates: GalleryState[] = [
  state('apps'),
  state('groups', { api: cards(grouped) }),
  state('nothing-connected', { api: cards(cardsOf(apps)) }),
  state('search', { prepare: look('goo') }),
  state('category', { prepare: look('', 'crm') }),
  state('nothing-found', { prepare: look('a thing that nobody has') }),
  state('empty', { api: cards([]) }),
  state('waiting', { prepare: (surface) => void (surface.isReady = false) }),
  state('loading', { api: { listCards: unanswered } }),
  state('slow', { api: { listCards: unanswered }, elapsed: 5_000 }),
  state('loading-rest', {
    api: {
      listCards: (_, cursor) => (cursor === '' ? Promise.resolve(cardPage(grouped.slice(0, 5), 'more')) : unanswered()),
    },
  }),
  state('error', {
    api: {
      listCards: async () => {
        throw new CodedError('server_error', 'The server answered with status 503. Try again later.', {
          requestId: 'req-7f3a9c',
        });
      },
    },
  }),
  state('long-text', { api: cards(cardsOf([longApp, ...apps.slice(0, 5)])) }),
];
