import type { ModalState } from '#bridge-protocol/bridge.ts';

/**
 * `!important`, so that no rule of the host page reaches in; by CSSOM, which every CSP allows. The colour scheme is the one
 * of the widget's root: where they differ, as in a page with a dark `color-scheme` meta, the browser paints the frame opaque.
 */
const box = 'all:initial;color-scheme:light;position:fixed;inset:0;width:100%;height:100%'.replaceAll(
  /;|$/g,
  '!important;',
);
/** While the dialog is open, the page behind does not scroll; what dims it is the widget. */
const pageRules = 'html{overflow:hidden!important}[data-integry]::backdrop{background:none!important}';
/** The widget keeps its own origin, which is not the host's; a provider's page in a popup must not inherit the sandbox. */
const sandbox = 'allow-scripts allow-same-origin allow-forms allow-popups allow-popups-to-escape-sandbox';

export type Sheet = ReturnType<typeof createSheet>;

/**
 * The core iframe in its closed dialog, appended to the body once and never moved, for that would reload it. Open, it
 * covers the viewport and shows nothing of its own: the widget draws what the user sees. `onCancel` is the user's wish
 * to close it.
 */
export function createSheet(src: string, onCancel: () => void) {
  const dialog = document.createElement('dialog');
  const iframe = document.createElement('iframe');
  /** Taking it away restores the page exactly. */
  const pageStyle = new CSSStyleSheet();
  pageStyle.replaceSync(pageRules);
  let isOpen = false;

  iframe.title = 'IntegryJS';
  iframe.referrerPolicy = 'no-referrer';
  iframe.setAttribute('sandbox', sandbox);
  iframe.style.cssText = box;
  iframe.src = src;
  display('none');
  dialog.append(iframe);
  dialog.dataset.integry = '';
  dialog.oncancel = (cancel) => {
    cancel.preventDefault();
    onCancel();
  };
  // Browsers close a dialog by themselves when the user insists.
  dialog.onclose = () => {
    if (!dialog.open && close()) onCancel();
  };
  document.body.append(dialog);

  function display(value: string): void {
    dialog.style.cssText = `${box}display:${value}!important`;
  }

  function open(label: string): void {
    iframe.title = label;
    dialog.setAttribute('aria-label', label);
    if (isOpen) return;
    isOpen = true;
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, pageStyle];
    display('block');
    dialog.showModal();
    iframe.focus();
  }

  /** False if it was not open. */
  function close(): boolean {
    if (!isOpen) return false;
    isOpen = false;
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter((sheet) => sheet !== pageStyle);
    // Gives the focus back to where it was.
    dialog.close();
    display('none');
    return true;
  }

  return {
    iframe,
    set: (state: ModalState) => void (state.open ? open(state.label) : close()),
    close,
    remove(): void {
      close();
      dialog.remove();
    },
  };
}
