import type { MethodArgs } from '#bridge-protocol/methods/index.ts';
import type { Handler } from '../bridge/method-table.ts';
import type { MarketplaceOptions } from '../state/marketplace.svelte.ts';
import type { Surfaces } from '../state/surfaces.svelte.ts';
import { layoutOf } from './layout-of.ts';

export function showApps(surfaces: Surfaces): Handler<'showApps'> {
  return async ([mode, , layout], callId) => {
    await surfaces.show(callId, { screen: 'apps', ...optionsIn(mode) }, layoutOf(mode, layout));
    return null;
  };
}

function optionsIn(mode: MethodArgs<'showApps'>[0]): MarketplaceOptions {
  if (typeof mode !== 'object' || mode === null) return {};
  const { fetchAll, useLoadMoreButton, authOnly } = mode;
  return { isWhole: fetchAll === true, hasMoreButton: useLoadMoreButton === true, isForConnecting: authOnly === true };
}
