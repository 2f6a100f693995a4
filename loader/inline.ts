import { createIframe, setStyle } from './iframe.ts';
import type { View } from './view.ts';

/** An INLINE surface's iframe, at the end of its container and as high as what it shows. */
export function createInline(src: string, container: Element): View {
  const iframe = createIframe(src);
  const size = (height: number) => setStyle(iframe, `display:block;height:${height}px`);
  size(320);
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
