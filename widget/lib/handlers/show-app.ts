import type { Handler } from '../bridge/method-table.ts';
import type { Surfaces } from '../state/surfaces.svelte.ts';
import { layoutOf } from './layout-of.ts';

export function showApp(surfaces: Surfaces): Handler<'showApp'> {
  return async ([app, mode, , layout], callId) => {
    await surfaces.show(callId, { screen: 'app', app }, layoutOf(mode, layout));
    return null;
  };
}
