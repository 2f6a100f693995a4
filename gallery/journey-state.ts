import type { App } from '#bridge-protocol/entities/app.ts';
import type { Failure } from '#bridge-protocol/failure.ts';
import type { ConnectApi } from '#widget/lib/api/connect-api.ts';
import { ConnectJourney } from '#widget/lib/state/connect-journey.svelte.ts';
import type { JourneyServices } from '#widget/lib/state/connect-journey.svelte.ts';
import { attemptId, connectedEvent, failedAttempt, sampleAttempt, sampleSession } from '#widget/lib/testing/samples.ts';
import { settled } from './gallery-state.ts';
import type { GalleryState } from './gallery-state.ts';

/** A server that waits for the user. */
function apiFor(app: App): ConnectApi {
  return {
    getApp: async () => app,
    createAttempt: async () => sampleAttempt(),
    getAttempt: async () => sampleAttempt(),
    issueNonce: async () => 'nonce',
    cancelAttempt: async () => failedAttempt('connect_cancelled'),
    submitCredentials: async () => sampleAttempt(),
    submitPairingCode: async () => undefined,
  };
}

export interface JourneyStateOptions extends Omit<GalleryState, 'name' | 'make'> {
  /** What the server answers otherwise */
  api?: Partial<ConnectApi>;
  workspaceName?: string;
  /** The account that is to be reconnected */
  accountId?: string;
  /** What becomes of the window that Continue opens; without it, it cannot be seen */
  window?: 'open' | 'closed';
  /** What has happened before it is shown */
  prepare?: (journey: ConnectJourney) => void | Promise<void>;
}

/** The connect sheet of an app. */
export function journeyState(name: string, app: App, options: JourneyStateOptions = {}): GalleryState {
  const { api, workspaceName, accountId, window: popup, prepare, ...rest } = options;
  return {
    name,
    ...rest,
    async make() {
      const services: JourneyServices = {
        api: { ...apiFor(app), ...api },
        events: { isLive: true, located: Promise.resolve(), hold: () => () => undefined, catchUp: () => undefined },
        getSession: async () => sampleSession(workspaceName ? { workspace_name: workspaceName } : {}),
        openWindow: () => (popup ? fakeWindow(popup === 'closed') : null),
        loadSheet: async () => undefined,
      };
      const journey = new ConnectJourney(attemptId, { app: app.name, accountId }, services, () => undefined);
      journey.settled.catch(() => undefined);
      // Where it cannot, the gallery shows what the user sees meanwhile.
      void journey.begin();
      journey.isShown = true;
      await settled();
      await prepare?.(journey);
      await settled();
      return { journey };
    },
  };
}

/** What of a window the sheet looks at. */
function fakeWindow(closed: boolean): Window {
  return { closed, focus: () => undefined } as Window;
}

/** The end of the attempt, as the event stream tells it. */
export function endWith(journey: ConnectJourney, failure?: Failure): void {
  if (!failure) return journey.observeEvent(connectedEvent(1));
  journey.observeEvent({ id: 1, type: 'attempt-failed', payload: sampleAttempt({ status: 'failed', error: failure }) });
}
