import { CodedError } from '#widget/lib/coded-error.ts';
import type { Surface } from '#widget/lib/state/surface.svelte.ts';
import { unanswered } from '../gallery-state.ts';
import type { GalleryState } from '../gallery-state.ts';
import { account, appNamed, longApp } from '../samples/apps.ts';
import { surfaceState } from '../surface-state.ts';
import type { SurfaceStateOptions } from '../surface-state.ts';

const state = (name: string, options?: SurfaceStateOptions): GalleryState =>
  surfaceState(`accounts/${name}`, { screen: 'accounts', app: 'slack' }, options);

const many = Array.from({ length: 24 }, (_, index) =>
  account(index + 1, `Northwind ${index + 1}`, index % 8 === 2 ? 'needs_reconnect' : 'active'),
);

function ask(surface: Surface): void {
  if (surface.screen.name !== 'accounts') return;
  const { page } = surface.screen;
  page.ask(page.app.value?.connected_accounts[0]);
}

async function disconnect(surface: Surface): Promise<void> {
  ask(surface);
  if (surface.screen.name === 'accounts' && surface.screen.page.asked) {
    await surface.screen.page.disconnect(surface.screen.page.asked);
  }
}

export const accountStates: GalleryState[] = [
  state('empty', { api: { getApp: async (name) => appNamed(name) } }),
  state('one'),
  state('many', { api: { getApp: async (name) => appNamed(name, { connected_accounts: many }) } }),
  state('needs-reconnect', {
    api: {
      getApp: async (name) =>
        appNamed(name, { connected_accounts: [account(1, 'Northwind', 'needs_reconnect'), account(2, 'Fabrikam')] }),
    },
  }),
  state('only-one-allowed', {
    api: {
      getApp: async (name) =>
        appNamed(name, {
          connected_accounts: [account(1, 'Northwind')],
          allow_multiple_connected_accounts: false,
        }),
    },
  }),
  state('disconnect-question', { prepare: ask }),
  state('disconnecting', { api: { disconnect: unanswered }, prepare: (surface) => void disconnect(surface) }),
  state('disconnect-failed', {
    api: {
      disconnect: async () => {
        throw new CodedError('timeout', 'The server did not answer in time. Try again.');
      },
    },
    prepare: (surface) => void disconnect(surface),
  }),
  state('loading', { api: { getApp: unanswered } }),
  state('error', {
    api: {
      getApp: async () => {
        throw new CodedError('rate_limited', 'Too many requests. Try again in a minute.', { requestId: 'req-7f3a9c' });
      },
    },
  }),
  state('long-text', { api: { getApp: async () => longApp } }),
];
