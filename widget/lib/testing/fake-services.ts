import { vi } from 'vitest';
import type { ConnectApi } from '../api/connect-api.ts';
import type { ConnectQueueServices } from '../state/connect-queue.svelte.ts';
import { failedAttempt, sampleApp, sampleAttempt, sampleSession } from './samples.ts';

/** What a journey needs, with a server that says yes and a stream that is live. */
export function fakeServices() {
  const api = {
    getApp: vi.fn<ConnectApi['getApp']>(async (name) => sampleApp({ name })),
    createAttempt: vi.fn<ConnectApi['createAttempt']>(async (id, app) => sampleAttempt({ id, app })),
    getAttempt: vi.fn<ConnectApi['getAttempt']>(async (id) => sampleAttempt({ id })),
    issueNonce: vi.fn<ConnectApi['issueNonce']>(async () => 'nonce'),
    cancelAttempt: vi.fn<ConnectApi['cancelAttempt']>(async (id) => ({ ...failedAttempt('connect_cancelled'), id })),
    submitCredentials: vi.fn<ConnectApi['submitCredentials']>(async (id) => sampleAttempt({ id })),
    submitPairingCode: vi.fn<ConnectApi['submitPairingCode']>(async () => undefined),
  };
  let holds = 0;
  const events = {
    isLive: true,
    located: Promise.resolve(),
    catchUp: vi.fn(),
    hold: vi.fn(() => {
      holds += 1;
      return () => void (holds -= 1);
    }),
    holds: () => holds,
  };
  const services = {
    api,
    events,
    getSession: async () => sampleSession(),
    openWindow: vi.fn(() => null),
    loadSheet: vi.fn(async () => {}),
    openModal: vi.fn(),
    closeModal: vi.fn(),
  } satisfies ConnectQueueServices;
  return services;
}
