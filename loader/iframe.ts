/** The widget keeps its own origin, which is not the host's; a provider's page in a popup must not inherit the sandbox. */
const sandbox = 'allow-scripts allow-same-origin allow-forms allow-popups allow-popups-to-escape-sandbox';

/**
 * `!important`, so that no rule of the host page reaches in; by CSSOM, which every CSP allows. The colour scheme is the one
 * of the widget's root: where they differ, as in a page with a dark `color-scheme` meta, the browser paints the frame opaque.
 */
export function setStyle(element: HTMLElement, rules: string): void {
  element.style.cssText = `all:initial;color-scheme:light;width:100%;${rules}`.replaceAll(/;|$/g, '!important;');
}

/** An iframe of the widget, which loads once it is in the page. */
export function createIframe(src: string): HTMLIFrameElement {
  const iframe = document.createElement('iframe');
  iframe.title = 'IntegryJS';
  iframe.referrerPolicy = 'no-referrer';
  iframe.setAttribute('sandbox', sandbox);
  iframe.src = src;
  return iframe;
}
