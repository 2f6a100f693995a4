import type { Handler } from '../bridge/method-table.ts';
import type { Surfaces } from '../state/surfaces.svelte.ts';
import { layoutOf } from './layout-of.ts';

export function showFunctions(surfaces: Surfaces): Handler<'showFunctions'> {
  return async ([mode, , layout, appName], callId) => {
    const app = (typeof mode === 'object' ? mode?.appName : appName) ?? undefined;
    await surfaces.show(callId, { screen: 'functions', app }, layoutOf(mode, layout));
    return null;
  };
}
