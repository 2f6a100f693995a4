import type { Defence } from '../attack.ts';

const loaderHears = 'if (event.source !== iframe.contentWindow || event.origin !== origin) return;';

export const widgetHearsItsPageOnly: Defence = [
  {
    file: 'widget/lib/bridge/parent-messenger.ts',
    from: 'if (event.source !== parent || event.origin !== origin || !isPenpal(event.data)) return;',
    to: 'if (!isPenpal(event.data)) return;',
  },
];

export const loaderHearsItsFrameOnly: Defence = [{ file: 'loader/frame-messenger.ts', from: loaderHears, to: '' }];

/** Whatever stands in the frame */
export const loaderHearsTheWidgetOnly: Defence = [
  {
    file: 'loader/frame-messenger.ts',
    from: loaderHears,
    to: 'if (event.source !== iframe.contentWindow) return;',
  },
];

export const onlyOwnMethodsAreCalled: Defence = [
  { file: 'widget/lib/bridge/method-table.ts', from: 'Object.create(null) as WidgetEnd', to: '{} as WidgetEnd' },
];

export const onlyOwnMethodsOfThePageAreCalled: Defence = [
  { file: 'loader/bridge.ts', from: 'Object.assign(Object.create(null), methods)', to: 'Object.assign({}, methods)' },
];

export const onlyThePageSaysHowItStarted: Defence = [
  { file: 'loader/client.ts', from: "if (['ready', 'error'].includes(type)) return;", to: '' },
];

export const namesAreNames: Defence = [
  {
    file: 'bridge-protocol/names.ts',
    from: 'z.regex(/^[a-z0-9][a-z0-9_-]{0,127}$/, \'must be a function name such as "slack-post-message"\')',
    to: 'z.minLength(1)',
  },
];

export const fewCallsAtOnce: Defence = [
  {
    file: 'widget/lib/bridge/method-table.ts',
    from: 'if (this.#inFlight >= MAX_CALLS_IN_FLIGHT) {',
    to: 'if (this.#inFlight < 0) {',
  },
];

export const popupLetsGoOfItsOpener: Defence = [
  { file: 'server/pages/start-page.client.js', from: '    window.opener = null;\n', to: '' },
];
