import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { CodedError } from '../coded-error.ts';
import { fakeServices } from '../testing/fake-services.ts';
import { connectedEvent, sampleApp, sampleAttempt } from '../testing/samples.ts';
import { ConnectQueue } from './connect-queue.svelte.ts';

const first = '11111111-1111-4111-8111-111111111111';
const second = '22222222-2222-4222-8222-222222222222';
const third = '33333333-3333-4333-8333-333333333333';

function setUp() {
  const services = fakeServices();
  const queue = new ConnectQueue(services);
  const outcomes: Record<string, string> = {};
  const connect = (id: string, app = 'acme'): void => {
    queue.connect(id, { app }).then(
      (account) => (outcomes[id] = account),
      (error: CodedError) => (outcomes[id] = error.code),
    );
  };
  return { queue, services, outcomes, connect };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const pass = (milliseconds = 0): Promise<unknown> => vi.advanceTimersByTimeAsync(milliseconds);

describe('journeys', () => {
  test('have the sheet one after the other, in the order of the calls', async () => {
    const { queue, services, outcomes, connect } = setUp();
    // The first to be called is not the first to be ready.
    services.api.getApp.mockImplementationOnce(async (name) => {
      await new Promise((resolve) => setTimeout(resolve, 50));
      return sampleApp({ name });
    });
    connect(first);
    await pass(60);
    connect(second, 'bolt');
    connect(third, 'cork');
    await pass();
    expect(queue.current?.id).toBe(first);
    expect(services.openModal.mock.calls).toEqual([['Connect Acme']]);

    await queue.dismiss();
    await pass();
    expect(queue.current?.id).toBe(second);
    queue.observeEvent(connectedEvent(5, second));
    await pass(1_200);
    expect(queue.current?.id).toBe(third);
    expect(services.closeModal).not.toHaveBeenCalled();
    await queue.dismiss();
    await pass();
    expect(services.closeModal).toHaveBeenCalledTimes(1);
    expect(outcomes).toEqual({ [first]: 'connect_cancelled', [second]: '42', [third]: 'connect_cancelled' });
  });

  test('settle by themselves, also while they wait for the sheet', async () => {
    const { queue, outcomes, connect } = setUp();
    connect(first);
    connect(second, 'bolt');
    await pass();
    queue.observeEvent(connectedEvent(5, second));
    await pass();
    expect(outcomes).toEqual({ [second]: '42' });
    expect(queue.current?.id).toBe(first);
    await queue.dismiss();
    await pass();
    expect(queue.current).toBeUndefined();
  });

  test('of the same call id are one', async () => {
    const { queue, services, connect } = setUp();
    const promises = [queue.connect(first, { app: 'acme' }), queue.connect(first, { app: 'acme' })];
    await pass();
    expect(services.api.createAttempt).toHaveBeenCalledTimes(1);
    expect(services.openModal).toHaveBeenCalledTimes(1);
    queue.observeEvent(connectedEvent(5, first));
    expect(await Promise.all(promises)).toEqual(['42', '42']);
    await pass(1_200);
    connect(first);
    await pass();
    expect(services.api.createAttempt).toHaveBeenCalledTimes(2);
  });

  test('are shared by calls for one app, until the user has left or finished', async () => {
    const { queue, services, outcomes, connect } = setUp();
    connect(first);
    connect(second);
    await pass();
    queue.observeEvent(connectedEvent(5, first));
    const again = queue.connect(first, { app: 'acme' }).then(() => connect(third));
    await again;
    await pass();
    expect(outcomes).toEqual({ [first]: '42', [second]: '42' });
    expect(services.api.createAttempt).toHaveBeenCalledTimes(2);
    await pass(1_200);
    expect(queue.current?.id).toBe(third);
  });

  test('that cannot begin do not open the dialog', async () => {
    const { services, outcomes, connect } = setUp();
    services.api.createAttempt.mockRejectedValue(new CodedError('unknown_app', 'No app has this name.'));
    connect(first);
    await pass();
    expect(outcomes).toEqual({ [first]: 'unknown_app' });
    expect(services.openModal).not.toHaveBeenCalled();
    expect(services.closeModal).not.toHaveBeenCalled();
  });

  test('that take long to begin have the sheet meanwhile', async () => {
    const { queue, services, outcomes, connect } = setUp();
    services.api.getApp.mockReturnValue(new Promise(() => undefined));
    connect(first);
    await pass(79);
    expect(services.openModal).not.toHaveBeenCalled();
    await pass(1);
    expect(services.openModal).toHaveBeenCalledTimes(1);
    expect([queue.current?.id, queue.current?.isReady]).toEqual([first, false]);
    services.api.cancelAttempt.mockRejectedValue(new CodedError('unknown_attempt', 'No.'));
    await queue.dismiss();
    await pass();
    expect([queue.current, outcomes]).toEqual([undefined, { [first]: 'connect_cancelled' }]);
    expect(services.closeModal).toHaveBeenCalledTimes(1);
  });

  test('that are left before they begin do not come back, and are cancelled once the server has them', async () => {
    const { queue, services, connect } = setUp();
    let answer = (_: Awaited<ReturnType<typeof services.api.createAttempt>>): void => undefined;
    services.api.createAttempt.mockImplementation(() => new Promise((resolve) => (answer = resolve)));
    connect(first);
    await pass(80);
    void queue.dismiss();
    await pass();
    expect(services.api.cancelAttempt).not.toHaveBeenCalled();
    answer(sampleAttempt({ id: first }));
    await pass();
    expect(services.api.cancelAttempt).toHaveBeenCalledTimes(1);
    expect(queue.current).toBeUndefined();
  });

  test('that cannot begin leave no sheet behind', async () => {
    const { queue, services, outcomes, connect } = setUp();
    let refuse = (_: Error): void => undefined;
    services.loadSheet.mockImplementation(() => new Promise((_, reject) => (refuse = reject)));
    connect(first);
    await pass(80);
    refuse(new CodedError('server_unreachable', 'A part of the page did not load.'));
    await pass();
    expect([queue.current, outcomes]).toEqual([undefined, { [first]: 'server_unreachable' }]);
    expect(services.closeModal).toHaveBeenCalledTimes(1);
  });

  test('hear their events after their sheet was closed', async () => {
    const { queue, services, outcomes, connect } = setUp();
    services.api.cancelAttempt.mockImplementation(() => new Promise(() => undefined));
    connect(first);
    await pass();
    void queue.dismiss();
    queue.observeEvent(connectedEvent(5, first));
    await pass();
    expect(outcomes).toEqual({ [first]: '42' });
  });
});

describe('a nonce', () => {
  test('is released for an attempt of this frame alone', async () => {
    const { queue, connect } = setUp();
    connect(first);
    await pass();
    for (const other of [second, '', undefined, null, {}, 'constructor', '__proto__']) {
      expect(queue.release(other)).toBeNull();
    }
    expect(queue.release(first)).toBe('nonce');
    expect(queue.release(first)).toBeNull();
  });

  test('is not released after the end', async () => {
    const { queue, connect } = setUp();
    connect(first);
    await pass();
    queue.observeEvent(connectedEvent(5, first));
    expect(queue.release(first)).toBeNull();
  });
});

test('dismissing nothing does nothing', async () => {
  const { queue, services } = setUp();
  await queue.dismiss();
  expect(services.api.cancelAttempt).not.toHaveBeenCalled();
});
