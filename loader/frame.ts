import type { HostEnd, WidgetEnd } from '#bridge-protocol/bridge.ts';
import { PROTOCOL_VERSION } from '#bridge-protocol/version.ts';
import { version } from '../package.json';
import { openBridge, type Remote } from './bridge.ts';
import type { Config } from './config.ts';
import { delay } from './delay.ts';
import { frameMessenger } from './frame-messenger.ts';
import { bridgeLost, IntegryError, unreachable } from './integry-error.ts';
import { unwrap } from './outcome.ts';
import type { View, ViewState } from './view.ts';

const CONNECT_DEADLINE = 10_000;
const DISMISS_DEADLINE = 1_000;

export interface FrameOwner {
  /** What the widget may ask of the instance. */
  host: Partial<HostEnd>;
  /** Puts the iframe into the page; `onCancel` is the user's wish to close what it shows. */
  createView(src: string, onCancel: () => void): View;
  /** Without an event stream of its own: whatever happens it hears from here. */
  isSurface?: true;
  /** The widget of a new document answers. */
  onOpen(remote: Remote): void;
  /** The frame has been taken down. */
  onLost(error: IntegryError): void;
}

export type Frame = ReturnType<typeof openFrame>;

/** Makes an iframe, and greets the widget of every document that it loads. */
export function openFrame(config: Config, owner: FrameOwner) {
  const { baseUrl, appKey, origin } = config;
  let timer: ReturnType<typeof setTimeout>;
  let isNewDocument = false;
  let isClosed = false;
  let loads = 0;

  // Where the host page is framed itself, the pages around it frame the widget too. Not every browser names them.
  const origins = [location.origin, ...(location.ancestorOrigins ?? [])];
  const path = `/embed/${PROTOCOL_VERSION}/${encodeURIComponent(appKey)}?o=${origins.join('&o=')}`;
  const view = owner.createView(baseUrl + path, () => void dismiss());
  const { iframe } = view;
  const messenger = frameMessenger(iframe, origin, { onDocument, onEnd: vanish });
  const bridge = openBridge(messenger, { ...owner.host, setModal: set, setInline: set });
  expectAnswer();
  // After a reload nothing answers until the new document shakes hands, which an error page never does.
  iframe.onload = () => void (loads++ && greet());
  const observer = view.watch(check);

  function set(state: ViewState): void {
    if (!isClosed) view.set(state);
  }

  function onDocument(): void {
    isNewDocument = true;
    // The document that opened it is gone.
    view.close();
    void greet();
  }

  function expectAnswer(): void {
    clearTimeout(timer);
    timer = setTimeout(lose, CONNECT_DEADLINE, unreachable(baseUrl));
  }

  async function greet(): Promise<void> {
    expectAnswer();
    try {
      const remote = await bridge.remote;
      const { lang, dir } = document.documentElement;
      const greeting = {
        protocol: PROTOCOL_VERSION,
        sdkVersion: version,
        isSurface: owner.isSurface,
        look: config.look,
        page: { lang, dir },
      };
      unwrap(await remote.hello(greeting));
      clearTimeout(timer);
      if (isNewDocument && !isClosed) owner.onOpen(remote);
      isNewDocument = false;
    } catch (error) {
      // Of Penpal's own errors nothing is to be learnt: the deadline runs.
      if (error instanceof IntegryError) lose(error);
    }
  }

  /** What needs no answer; undefined if there was none. */
  function tell<Name extends keyof WidgetEnd>(name: Name, ...args: Parameters<WidgetEnd[Name]>): Promise<unknown> {
    type Told = (...args: unknown[]) => Promise<unknown>;
    return bridge.remote.then((remote) => (remote[name] as Told)(...args)).catch(() => {});
  }

  /** Ends the widget's sheet as cancelled; one whose widget does not answer is closed from here. */
  async function dismiss(): Promise<void> {
    if (!(await Promise.race([tell('dismiss'), delay(DISMISS_DEADLINE)]))) view.close();
  }

  function check(): void {
    if (!iframe.isConnected) vanish();
  }

  function vanish(): void {
    lose(bridgeLost());
  }

  function lose(error: IntegryError): void {
    if (isClosed) return;
    close();
    owner.onLost(error);
  }

  function close(): void {
    isClosed = true;
    clearTimeout(timer);
    observer.disconnect();
    bridge.destroy();
    view.remove();
  }

  return {
    remote: bridge.remote,
    tell,
    /** The host page may have removed the iframe in this very turn. */
    check,
    /** Takes everything away; an open sheet ends as cancelled first. */
    async close(): Promise<void> {
      isClosed = true;
      if (view.close()) await dismiss();
      close();
    },
  };
}
