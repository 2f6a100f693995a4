import { createIframe, setStyle } from './iframe.ts';
import type { View } from './view.ts';

/** What stands there until the widget draws: rows to come, on a light page and on a dark one. */
const skeleton = 'background:repeating-linear-gradient(#8883 0 64px,#0000 0 76px)';

/** An INLINE surface's iframe, at the end of its container and as high as what it shows. */
export function createInline(src: string, container: Element): View {
  const iframe = createIframe(src);
  const size = (height: number, rules = '') => setStyle(iframe, `display:block;height:${height}px;${rules}`);
  size(320, skeleton);
  container.append(iframe);
  return {
    iframe,
    set({ height, label = '' }) {
      iframe.title = label;
      if (height) size(height);
    },
    close: () => false,
    remove: () => iframe.remove(),
    watch(check) {
      // An element that leaves the page loses its size, wherever it stood.
      const observer = new ResizeObserver(check);
      observer.observe(iframe);
      return observer;
    },
  };
}
