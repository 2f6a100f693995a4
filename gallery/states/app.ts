import { CodedError } from '#widget/lib/coded-error.ts';
import { unanswered } from '../gallery-state.ts';
import type { GalleryState } from '../gallery-state.ts';
import { account, appNamed, longApp } from '../samples/apps.ts';
import { functionsOf, longFunctions, pageOf } from '../samples/functions.ts';
import { surfaceState } from '../surface-state.ts';
import type { SurfaceStateOptions } from '../surface-state.ts';

const state = (name: string, options?: SurfaceStateOptions): GalleryState =>
  surfaceState(`app/${name}`, { screen: 'app', app: 'hubspot' }, options);

const app = (...accounts: ReturnType<typeof account>[]): SurfaceStateOptions['api'] => ({
  getApp: async (name) => appNamed(name, { connected_accounts: accounts }),
});

async function unreachable(): Promise<never> {
  throw new CodedError(
    'server_unreachable',
    'https://connect.northwind.example could not be reached. Check the connection and try again.',
  );
}

export const appStates: GalleryState[] = [
  state('not-connected', { api: app() }),
  state('connected', { api: app(account(1, 'Northwind Sales')) }),
  state('needs-reconnect'),
  surfaceState('app/for-connecting', { screen: 'app', app: 'slack', isForConnecting: true }),
  state('from-marketplace', { api: app(), prepare: (surface) => surface.openApp('slack') }),
  state('many-functions', {
    api: {
      listFunctions: async () => ({
        ...pageOf([...functionsOf('hubspot'), ...functionsOf('slack')], 'more'),
        count: 42,
      }),
    },
  }),
  state('no-functions', { api: { listFunctions: async () => pageOf([]) } }),
  state('functions-error', { api: { listFunctions: unreachable } }),
  state('loading', { api: { getApp: unanswered, listFunctions: unanswered } }),
  state('slow', { api: { getApp: unanswered, listFunctions: unanswered }, elapsed: 5_000 }),
  state('error', { api: { getApp: unreachable } }),
  state('long-text', { api: { getApp: async () => longApp, listFunctions: async () => pageOf(longFunctions) } }),
];
