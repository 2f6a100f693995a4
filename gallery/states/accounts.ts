import type { ConnectedAccount } from '#bridge-protocol/entities/connected-account.ts';
import { CodedError } from '#widget/lib/coded-error.ts';
import { t } from '#widget/lib/language/language.svelte.ts';
import type { AccountTask, AppPage } from '#widget/lib/state/app-page.svelte.ts';
import type { Surface } from '#widget/lib/state/surface.svelte.ts';
import { press, unanswered } from '../gallery-state.ts';
import type { GalleryState } from '../gallery-state.ts';
import { account, appNamed, longApp } from '../samples/apps.ts';
import { surfaceState } from '../surface-state.ts';
import type { SurfaceStateOptions } from '../surface-state.ts';

const state = (name: string, options?: SurfaceStateOptions): GalleryState =>
  surfaceState(`accounts/${name}`, { screen: 'accounts', app: 'slack' }, options);

const many = Array.from({ length: 24 }, (_, index) =>
  account(index + 1, `Fabrikam ${index + 1}`, index % 8 === 2 ? 'needs_reconnect' : 'active'),
);

const reply = (...accounts: ReturnType<typeof account>[]): SurfaceStateOptions['api'] => ({
  getApp: async (name) => appNamed(name, { connected_accounts: accounts }),
});

/** The user turns to the first account, and goes through with it. */
function turnTo(kind: AccountTask['kind'], carryOut?: (page: AppPage, account: ConnectedAccount) => Promise<void>) {
  return ({ screen }: Surface): void => {
    const page = screen.name === 'accounts' ? screen.page : undefined;
    const first = page?.app.value?.connected_accounts[0];
    if (!page || !first) return;
    page.turnTo({ kind, account: first });
    void carryOut?.(page, first);
  };
}

const disconnect = turnTo('disconnect', (page, first) => page.disconnect(first));
const rename = turnTo('rename', (page, first) => page.rename(first, 'Fabrikam, marketing'));

async function late(): Promise<never> {
  throw new CodedError('timeout', 'The server did not answer in time. Try again.');
}

export const accountStates: GalleryState[] = [
  state('empty', { api: reply() }),
  state('one'),
  state('many', { api: reply(...many) }),
  state('all-of-many', {
    api: reply(...many),
    act: (body) => press(body, t('accounts.showAll', { count: many.length })),
  }),
  state('needs-reconnect', { api: reply(account(1, 'Fabrikam HQ', 'needs_reconnect'), account(2, 'Fabrikam Labs')) }),
  state('only-one-allowed', {
    api: {
      getApp: async (name) =>
        appNamed(name, {
          connected_accounts: [account(1, 'Fabrikam HQ')],
          allow_multiple_connected_accounts: false,
        }),
    },
  }),
  state('rename', { prepare: turnTo('rename') }),
  state('renaming', { api: { rename: unanswered }, prepare: rename }),
  state('rename-failed', { api: { rename: late }, prepare: rename }),
  state('disconnect-question', { prepare: turnTo('disconnect') }),
  state('disconnecting', { api: { disconnect: unanswered }, prepare: disconnect }),
  state('disconnect-failed', { api: { disconnect: late }, prepare: disconnect }),
  state('connecting', {
    prepare({ screen }) {
      if (screen.name === 'accounts') void screen.page.connect();
    },
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
  state('long-text-question', { api: { getApp: async () => longApp }, prepare: turnTo('disconnect') }),
];
