import type { Handler } from '../bridge/method-table.ts';
import type { Surfaces } from '../state/surfaces.svelte.ts';
import { layoutOf } from './layout-of.ts';

export function showApps(surfaces: Surfaces): Handler<'showApps'> {
  return async ([mode, , layout], callId) => {
    await surfaces.show(callId, { screen: 'apps' }, layoutOf(mode, layout));
    return null;
  };
}
