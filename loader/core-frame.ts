import type { HostEnd, Welcome } from '#bridge-protocol/bridge.ts';
import { PROTOCOL_VERSION } from '#bridge-protocol/version.ts';
import { version } from '../package.json';
import { openBridge, type Remote } from './bridge.ts';
import type { Config } from './config.ts';
import { delay } from './delay.ts';
import { frameMessenger } from './frame-messenger.ts';
import { bridgeLost, IntegryError, unreachable } from './integry-error.ts';
import { unwrap } from './outcome.ts';
import { createSheet } from './sheet.ts';

const CONNECT_DEADLINE = 10_000;
const DISMISS_DEADLINE = 1_000;

export interface FrameOwner {
  /** What the widget may ask of the instance. */
  host: Pick<HostEnd, 'getSession' | 'onEvent'>;
  /** The widget of a new document answers; `methods` are the names it knows. */
  onOpen(remote: Remote, methods: string[]): void;
  /** The frame has been taken down. */
  onLost(error: IntegryError): void;
}

export type CoreFrame = ReturnType<typeof openCoreFrame>;

/** Makes the core iframe, and greets the widget of every document that it loads. */
export function openCoreFrame({ baseUrl, appKey, origin }: Config, owner: FrameOwner) {
  let timer: ReturnType<typeof setTimeout>;
  let isNewDocument = false;
  let isClosed = false;
  let loads = 0;

  // Where the host page is framed itself, the pages around it frame the widget too. Not every browser names them.
  const origins = [location.origin, ...(location.ancestorOrigins ?? [])];
  const path = `/embed/${PROTOCOL_VERSION}/${encodeURIComponent(appKey)}?o=${origins.join('&o=')}`;
  const sheet = createSheet(baseUrl + path, () => void dismiss());
  const { iframe } = sheet;
  const messenger = frameMessenger(iframe.contentWindow!, origin, { onDocument, onEnd: vanish });
  const bridge = openBridge(messenger, { ...owner.host, setModal: (state) => isClosed || sheet.set(state) });
  expectAnswer();
  // After a reload nothing answers until the new document shakes hands, which an error page never does.
  iframe.onload = () => void (loads++ && greet());
  const observer = new MutationObserver(check);
  // Where a page that swaps its content takes the dialog away; to watch the whole tree would cost the page.
  for (const node of [document, document.documentElement, document.body]) observer.observe(node, { childList: true });

  function onDocument(): void {
    isNewDocument = true;
    // The document that opened it is gone.
    sheet.close();
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
      const welcome = unwrap(await remote.hello({ protocol: PROTOCOL_VERSION, sdkVersion: version })) as Welcome;
      clearTimeout(timer);
      if (isNewDocument && !isClosed) owner.onOpen(remote, welcome.methods);
      isNewDocument = false;
    } catch (error) {
      // Of Penpal's own errors nothing is to be learnt: the deadline runs.
      if (error instanceof IntegryError) lose(error);
    }
  }

  /** Ends the widget's sheet as cancelled; one whose widget does not answer is closed from here. */
  async function dismiss(): Promise<void> {
    const answer = bridge.remote.then((remote) => remote.dismiss()).catch(() => {});
    if (!(await Promise.race([answer, delay(DISMISS_DEADLINE)]))) sheet.close();
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
    sheet.remove();
  }

  return {
    /** The host page may have removed the iframe in this very turn. */
    check,
    /** Takes everything away; an open sheet ends as cancelled first. */
    async close(): Promise<void> {
      isClosed = true;
      if (sheet.close()) await dismiss();
      close();
    },
  };
}
