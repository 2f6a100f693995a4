import type { WidgetControl } from '#bridge-protocol/bridge.ts';
import { ApiClient } from './api/client.ts';
import { createConnectApi } from './api/connect-api.ts';
import { openEventStream } from './api/open-event-stream.ts';
import { SessionSource } from './api/session-source.ts';
import { createSurfaceApi } from './api/surface-api.ts';
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
import { applyConfig, applyPage, languageReady } from './look/apply-look.ts';
import { loadForms } from './screens/load-forms.ts';
import { connectSteps, surfaceScreens } from './screens/load-screen.ts';
import { ConnectQueue } from './state/connect-queue.svelte.ts';
import { Modal } from './state/modal.ts';
import { Surfaces } from './state/surfaces.svelte.ts';

declare global {
  interface Window {
    /** For the popup's start page, which has our origin: the one-time nonce of a pending attempt of this frame's. */
    integryAttempt?: { release(attemptId: string): string | null };
  }
}

/** What this frame shows: journeys in the core's dialog, and a surface in either kind of frame. */
interface Frame {
  connectQueue: ConnectQueue;
  surfaces: Surfaces;
}

/** The frame's parts, put together: the bridge listens from here on. */
function startFrame(config: WidgetConfig): Frame {
  let isSurface = false;
  const sessions = new SessionSource((rejectedToken) => host.getSession(rejectedToken));
  const getSession = () => sessions.current();
  const api = new ApiClient(config.publicUrl, sessions);
  const events = new EventHub({
    appKey: config.appKey,
    getSession,
    open: (lastEventId, signal) => openEventStream(api, lastEventId, signal),
  });
  const connectQueue = new ConnectQueue({
    api: createConnectApi(api),
    events,
    getSession,
    openWindow,
    loadSheet: () => Promise.all([connectSteps(), languageReady()]),
    openModal: (label) => modal.open('sheet', label),
    closeModal: () => modal.close('sheet'),
  });
  const surfaces = new Surfaces({
    api: createSurfaceApi(api),
    connect: (appName, accountId) => host.connectApp(appName, accountId),
    getSession,
    isInline: () => isSurface,
    loadScreens: () => Promise.all([surfaceScreens(), languageReady()]),
    loadForms,
    client: api,
    openModal: (label) => modal.open('surface', label),
    closeModal: () => modal.close('surface'),
    setInline: (state) => host.setInline(state),
    onChange: (callId, change) => host.changeForm(callId, change),
  });
  const control: WidgetControl = {
    async hello(greeting) {
      const greeted = greet(greeting);
      isSurface = greeted.isSurface;
      applyPage(greeted.page);
      await applyConfig(greeted.look);
      // A surface is told by the loader: six streams on one site would stall the browser's other requests.
      if (!isSurface) events.start();
      return { ok: true, value: greeted.welcome };
    },
    async dismiss() {
      if (connectQueue.current) await connectQueue.dismiss();
      else surfaces.dismiss();
      return { ok: true, value: null };
    },
    async close(callId) {
      surfaces.close(callId);
      return { ok: true, value: null };
    },
    async refresh() {
      surfaces.refresh();
      return { ok: true, value: null };
    },
  };
  const methods = createMethodTable(createHandlers(api, connectQueue, surfaces), control);
  const host = new HostPort(connectHost(window.parent, config.origin, methods), config.origin);
  const modal = new Modal(host);
  events.subscribe((event) => {
    // In this order: a listener of the host's hears of the account before the promise settles.
    const hostEvent = toHostEvent(event);
    if (hostEvent) host.emit(hostEvent);
    connectQueue.observeEvent(event);
    if (hostEvent) surfaces.refresh();
  });
  window.integryAttempt = Object.freeze({ release: (attemptId: string) => connectQueue.release(attemptId) });
  return { connectQueue, surfaces };
}

/** Undefined outside a frame: nobody is there to talk to. */
export const frame = window.parent === window ? undefined : startFrame(readConfig(document));
