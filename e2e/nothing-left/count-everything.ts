/**
 * Runs in the customer's page before every other script, by its source: keeps book of all that a script can leave behind
 * there, and answers with it by `everythingLeft()`.
 */
export function countEverything(): void {
  if (window !== top) return;
  const left = new Set<string>();
  const names = new WeakMap<object, number>();
  let count = 0;
  const id = (thing: unknown): number => {
    if (typeof thing !== 'function' && (typeof thing !== 'object' || thing === null)) return 0;
    if (!names.has(thing)) names.set(thing, (count += 1));
    return names.get(thing)!;
  };
  const nameOf = (target: unknown): string => `${Object.prototype.toString.call(target)} ${id(target)}`;

  const { addEventListener, removeEventListener } = EventTarget.prototype;
  const key = (target: unknown, type: string, handler: unknown, options: unknown): string =>
    `listener ${nameOf(target)} ${type} ${id(handler)} ${Boolean(typeof options === 'object' ? (options as { capture?: boolean } | null)?.capture : options)}`;
  EventTarget.prototype.addEventListener = function (type, handler, options) {
    const entry = key(this ?? window, type, handler, options);
    const { signal, once } = typeof options === 'object' ? options : {};
    if (!signal?.aborted) left.add(entry);
    if (signal) addEventListener.call(signal, 'abort', () => left.delete(entry));
    if (once) addEventListener.call(this ?? window, type, () => left.delete(entry), { once: true });
    addEventListener.call(this ?? window, type, handler, options);
  };
  EventTarget.prototype.removeEventListener = function (type, handler, options) {
    left.delete(key(this ?? window, type, handler, options));
    removeEventListener.call(this ?? window, type, handler, options);
  };

  const { setTimeout, clearTimeout, setInterval } = window;
  const delays = new Map<number, number | undefined>();
  const timed = (timer: number): string => `timer ${timer} of ${delays.get(timer)}ms`;
  Object.assign(window, {
    setTimeout: (handler: (...args: unknown[]) => void, delay?: number, ...args: unknown[]) => {
      const timer = setTimeout(() => {
        left.delete(timed(timer));
        handler(...args);
      }, delay);
      delays.set(timer, delay);
      left.add(timed(timer));
      return timer;
    },
    setInterval: (handler: () => void, delay?: number, ...args: unknown[]) => {
      const timer = setInterval(handler, delay, ...args);
      delays.set(timer, delay);
      left.add(timed(timer));
      return timer;
    },
    clearTimeout: (timer: number) => (left.delete(timed(timer)), clearTimeout(timer)),
    clearInterval: (timer: number) => (left.delete(timed(timer)), clearTimeout(timer)),
  });

  for (const Observer of [MutationObserver, ResizeObserver, IntersectionObserver] as { prototype: ResizeObserver }[]) {
    const { observe, disconnect } = Observer.prototype;
    Observer.prototype.observe = function (...args) {
      left.add(`observer ${nameOf(this)}`);
      observe.apply(this, args);
    };
    Observer.prototype.disconnect = function () {
      left.delete(`observer ${nameOf(this)}`);
      disconnect.call(this);
    };
  }

  const { close } = MessagePort.prototype;
  globalThis.MessageChannel = new Proxy(MessageChannel, {
    construct(Channel, args: []) {
      const channel = new Channel(...args);
      left.add(`port ${nameOf(channel.port1)}`);
      return channel;
    },
  });
  MessagePort.prototype.close = function () {
    left.delete(`port ${nameOf(this)}`);
    close.call(this);
  };

  Object.assign(window, {
    everythingLeft: () => {
      const elements = [...document.querySelectorAll('iframe, dialog, style, link, script')];
      return [
        ...[...left].map((entry) => entry.replaceAll(/ \d+(?!ms)\b/g, '')),
        ...elements.map(({ tagName }) => `element ${tagName}`),
        ...document.adoptedStyleSheets.map(() => 'adopted stylesheet'),
      ].sort();
    },
  });
}
