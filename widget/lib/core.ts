import type { WidgetControl } from '#bridge-protocol/bridge.ts';
import { ApiClient } from './api/client.ts';
import { createConnectApi } from './api/connect-api.ts';
import { openEventStream } from './api/open-event-stream.ts';
import { SessionSource } from './api/session-source.ts';
import { connectHost } from './bridge/connect-host.ts';
import { greet } from './bridge/greet.ts';
import { HostPort } from './bridge/host-port.ts';
import { createMethodTable } from './bridge/method-table.ts';
import { readConfig } from './config.ts';
import type { WidgetConfig } from './config.ts';
import { EventHub } from './events/event-hub.ts';
import { toHostEvent } from './events/host-event.ts';
import { createHandlers } from './handlers/index.ts';
import { openWindow } from './open-window.ts';
import { ConnectQueue } from './state/connect-queue.svelte.ts';

declare global {
  interface Window {
    /** For the popup's start page, which has our origin: the one-time nonce of a pending attempt of this frame's. */
    integryAttempt?: { release(attemptId: string): string | null };
  }
}

/** The core frame's parts, put together: the bridge listens from here on. */
function startCore(config: WidgetConfig): ConnectQueue {
  const sessions = new SessionSource((rejectedToken) => host.getSession(rejectedToken));
  const api = new ApiClient(config.publicUrl, sessions);
  const events = new EventHub({
    appKey: config.appKey,
    getSession: () => sessions.current(),
    open: (lastEventId, signal) => openEventStream(api, lastEventId, signal),
  });
  const queue = new ConnectQueue({
    api: createConnectApi(api),
    events,
    getSession: () => sessions.current(),
    openWindow,
    openModal: (label) => host.openModal(label),
    closeModal: () => host.closeModal(),
  });
  const control: WidgetControl = {
    async hello(greeting) {
      const welcome = greet(greeting);
      events.start();
      return { ok: true, value: welcome };
    },
    async dismiss() {
      await queue.dismiss();
      return { ok: true, value: null };
    },
  };
  const methods = createMethodTable(createHandlers(api, queue), control);
  const host = new HostPort(connectHost(window.parent, config.origin, methods), config.origin);
  events.subscribe((event) => {
    // In this order: a listener of the host's hears of the account before the promise settles.
    const hostEvent = toHostEvent(event);
    if (hostEvent) host.emit(hostEvent);
    queue.observeEvent(event);
  });
  window.integryAttempt = Object.freeze({ release: (attemptId: string) => queue.release(attemptId) });
  return queue;
}

/** Undefined outside a frame: nobody is there to talk to. */
export const connectQueue = window.parent === window ? undefined : startCore(readConfig(document));
