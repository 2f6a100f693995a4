export interface Search {
  /** Milliseconds from the input's event until the DOM shows what was found and is laid out */
  time: number;
  /** The same elements put there without a framework, and laid out */
  floor: number;
}

/** Runs in the widget: types each text key by key into the search, and measures every keystroke. */
export async function searchInPage(texts: readonly string[]): Promise<Search[]> {
  const input = document.querySelector<HTMLInputElement>('input[type=search]')!;
  const content = document.querySelector('.content')!;
  const setValue = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')!.set!;
  const layOut = (): number => content.scrollHeight;
  const searches: Search[] = [];
  for (const text of texts) {
    for (let length = 1; length <= text.length; length++) {
      const start = performance.now();
      setValue.call(input, text.slice(0, length));
      input.dispatchEvent(new InputEvent('input', { bubbles: true }));
      // The framework changes the DOM in a microtask.
      await Promise.resolve();
      await Promise.resolve();
      layOut();
      const time = performance.now() - start;
      const copy = content.cloneNode(true);
      const floorStart = performance.now();
      content.parentElement!.insertBefore(copy, content);
      layOut();
      searches.push({ time, floor: performance.now() - floorStart });
      copy.parentElement!.removeChild(copy);
      await new Promise((resolve) => requestAnimationFrame(resolve));
    }
  }
  return searches;
}
