import type { Defence } from '../attack.ts';

export const widgetHearsItsPageOnly: Defence = [
  {
    file: 'widget/lib/bridge/parent-messenger.ts',
    from: 'if (event.source !== parent || event.origin !== origin || !isPenpal(event.data)) return;',
    to: 'if (!isPenpal(event.data)) return;',
  },
];

export const loaderHearsItsFrameOnly: Defence = [
  {
    file: 'loader/frame-messenger.ts',
    from: 'if (event.source !== iframe.contentWindow || event.origin !== origin) return;',
    to: '',
  },
];

export const onlyOwnMethodsAreCalled: Defence = [
  { file: 'widget/lib/bridge/method-table.ts', from: 'Object.create(null) as WidgetEnd', to: '{} as WidgetEnd' },
];

export const fewCallsAtOnce: Defence = [
  {
    file: 'widget/lib/bridge/method-table.ts',
    from: 'if (this.#inFlight >= MAX_CALLS_IN_FLIGHT) {',
    to: 'if (this.#inFlight < 0) {',
  },
];
