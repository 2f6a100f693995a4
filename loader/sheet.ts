import { createIframe, setStyle } from './iframe.ts';
import type { View } from './view.ts';

const cover = 'position:fixed;inset:0;height:100%';
/** While the dialog is open, the page behind neither scrolls nor shifts; what dims it is the widget. */
const pageRules = 'overflow:hidden!important}[data-integry]::backdrop{display:none!important}';
/**
 * The core iframe in its closed dialog, appended to the body once and never moved, for that would reload it. Open, it
 * covers the viewport and shows nothing of its own: the widget draws what the user sees. `onCancel` is the user's wish
 * to close it.
 */
export function createSheet(src: string, onCancel: () => void): View {
  const dialog = document.createElement('dialog');
  const iframe = createIframe(src);
  /** Taking it away restores the page exactly. */
  const pageStyle = new CSSStyleSheet();
  let isOpen = false;

  setStyle(iframe, cover);
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
    setStyle(dialog, `${cover};display:${value}`);
  }

  function open(label: string): void {
    iframe.title = label;
    dialog.setAttribute('aria-label', label);
    if (isOpen) return;
    isOpen = true;
    // The place of a scrollbar stays empty, where the page has one.
    const gutter = innerWidth > document.documentElement.clientWidth ? 'scrollbar-gutter:stable!important;' : '';
    pageStyle.replaceSync(`html{${gutter}${pageRules}`);
    document.adoptedStyleSheets.push(pageStyle);
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
    set: ({ open: isWanted, label = '' }) => void (isWanted ? open(label) : close()),
    close,
    remove(): void {
      close();
      dialog.remove();
    },
    watch(check) {
      const observer = new MutationObserver(check);
      // Where a page that swaps its content takes the dialog away; to watch the whole tree would cost the page.
      for (const node of [document, document.documentElement, document.body]) {
        observer.observe(node, { childList: true });
      }
      return observer;
    },
  };
}
