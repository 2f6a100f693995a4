import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { AuthMethod } from '#bridge-protocol/entities/auth-method.ts';
import { CodedError } from '../coded-error.ts';
import { fakeServices } from '../testing/fake-services.ts';
import {
  apiToken,
  attemptId,
  connectedEvent,
  failedAttempt,
  oauth2,
  sampleApp,
  sampleAttempt,
} from '../testing/samples.ts';
import { ConnectJourney } from './connect-journey.svelte.ts';

const connected = sampleAttempt({ status: 'connected', connected_account_id: 42 });

function setUp(methods: AuthMethod[] = [oauth2]) {
  const services = fakeServices();
  services.api.getApp.mockImplementation(async () => sampleApp({ auth_methods: methods }));
  const onLeave = vi.fn();
  const journey = new ConnectJourney(attemptId, { app: 'acme' }, services, onLeave);
  const settled = vi.fn();
  journey.settled.then(
    (id) => settled(id),
    (error: CodedError) => settled(error.code),
  );
  return { journey, services, onLeave, settled };
}

/** As the queue does it. */
async function shown(methods?: AuthMethod[]) {
  const parts = setUp(methods);
  expect(await parts.journey.begin()).toBe(true);
  parts.journey.isShown = true;
  return parts;
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const pass = (milliseconds = 0): Promise<unknown> => vi.advanceTimersByTimeAsync(milliseconds);

describe('the beginning', () => {
  test('makes the attempt under the call’s id and learns what the sheet shows', async () => {
    const { journey, services } = await shown();
    expect(services.api.createAttempt).toHaveBeenCalledWith(attemptId, 'acme', undefined);
    expect([journey.app?.title, journey.workspaceName]).toEqual(['Acme', 'Northwind']);
  });

  test('with one way of connecting needs no choice', async () => {
    const { journey, services } = await shown([oauth2, { ...apiToken, available: false }]);
    expect(journey.method).toEqual(oauth2);
    expect(services.api.issueNonce).toHaveBeenCalledWith(attemptId);
  });

  test('with several leaves the choice to the user, who can choose again', async () => {
    const { journey, services } = await shown([oauth2, apiToken]);
    expect([journey.method, journey.methods.length]).toEqual([undefined, 2]);
    expect(services.api.issueNonce).not.toHaveBeenCalled();
    journey.choose(oauth2);
    expect(journey.authorisation?.startUrl).toBe(`${sampleAttempt().start_url}?scheme=oauth2&lang=en`);
    journey.chooseAgain();
    journey.choose(apiToken);
    expect(journey.method).toEqual(apiToken);
  });

  test.each([
    ['an unknown app', new CodedError('unknown_app', 'No app has this name.'), 'unknown_app'],
    ['a server that cannot be reached', new CodedError('server_unreachable', 'No way.'), 'server_unreachable'],
  ])('fails for %s, and shows nothing', async (_what, error, code) => {
    const { journey, services, settled } = setUp();
    services.api.createAttempt.mockRejectedValue(error);
    expect(await journey.begin()).toBe(false);
    await pass();
    expect(settled).toHaveBeenCalledWith(code);
    expect(services.events.holds()).toBe(0);
  });

  test('fails for an app that nobody has set up', async () => {
    const { journey, settled } = setUp([{ ...oauth2, available: false }]);
    expect(await journey.begin()).toBe(false);
    await pass();
    expect(settled).toHaveBeenCalledWith('app_not_configured');
  });

  test('fails where the code of the sheet does not load', async () => {
    const { journey, services, settled } = setUp();
    services.loadSheet.mockRejectedValue(new CodedError('server_unreachable', 'A part of the page did not load.'));
    expect(await journey.begin()).toBe(false);
    expect(settled).toHaveBeenCalledWith('server_unreachable');
  });

  test('of an attempt that has ended meanwhile shows nothing, and settles as it ended', async () => {
    const failed = setUp();
    failed.services.api.createAttempt.mockResolvedValue(failedAttempt('connect_denied'));
    expect(await failed.journey.begin()).toBe(false);
    await pass();
    expect(failed.settled).toHaveBeenCalledWith('connect_denied');

    const succeeded = setUp();
    succeeded.services.api.createAttempt.mockResolvedValue(connected);
    expect(await succeeded.journey.begin()).toBe(false);
    succeeded.journey.observeEvent(connectedEvent(5));
    await pass();
    expect(succeeded.settled).toHaveBeenCalledWith('42');
  });

  test('does not wait long for the event stream', async () => {
    const { journey, services } = setUp();
    services.events.located = new Promise(() => undefined);
    const begun = vi.fn();
    void journey.begin().then(begun);
    await pass(2_900);
    expect(begun).not.toHaveBeenCalled();
    await pass(200);
    expect(begun).toHaveBeenCalledWith(true);
  });
});

describe('the end', () => {
  test('comes by the event of this attempt: the user sees it for a moment, the promise does not wait', async () => {
    const { journey, settled, onLeave, services } = await shown();
    journey.observeEvent(connectedEvent(5));
    await pass();
    expect(settled).toHaveBeenCalledWith('42');
    expect(journey.outcome).toEqual({ connectedAccountId: '42' });
    expect(onLeave).not.toHaveBeenCalled();
    await pass(1_200);
    expect(onLeave).toHaveBeenCalledTimes(1);
    expect(services.events.holds()).toBe(0);
    expect(vi.getTimerCount()).toBe(0);
  });

  test('does not come by another attempt’s event, nor by one that no attempt led to', async () => {
    const { journey, settled } = await shown();
    journey.observeEvent(connectedEvent(5, '00000000-0000-4000-8000-000000000000'));
    journey.observeEvent(connectedEvent(6, null));
    await pass();
    expect(settled).not.toHaveBeenCalled();
  });

  test('by denial closes the sheet at once', async () => {
    const { journey, settled, onLeave } = await shown();
    journey.observeEvent({ id: 5, type: 'attempt-failed', payload: failedAttempt('connect_denied') });
    await pass();
    expect(settled).toHaveBeenCalledWith('connect_denied');
    expect(onLeave).toHaveBeenCalledTimes(1);
  });

  test('by trouble keeps the reason until the user has read it', async () => {
    const { journey, settled, onLeave, services } = await shown();
    journey.observeEvent({ id: 5, type: 'attempt-failed', payload: failedAttempt('connect_failed') });
    await pass();
    expect(settled).toHaveBeenCalledWith('connect_failed');
    expect(onLeave).not.toHaveBeenCalled();
    await journey.cancel();
    expect(onLeave).toHaveBeenCalledTimes(1);
    expect(services.api.cancelAttempt).not.toHaveBeenCalled();
  });

  test('is only one, whatever comes after it', async () => {
    const { journey, settled } = await shown();
    journey.observeEvent(connectedEvent(5));
    journey.observeEvent({ id: 6, type: 'attempt-failed', payload: failedAttempt('connect_failed') });
    await pass(2_000);
    expect(settled.mock.calls).toEqual([['42']]);
    expect(journey.release()).toBeNull();
  });

  test('comes at the latest when the attempt must have expired', async () => {
    const { settled, services } = await shown();
    services.events.isLive = false;
    services.api.getAttempt.mockRejectedValue(new CodedError('server_unreachable', 'No way.'));
    await pass(11 * 60_000);
    expect(settled).toHaveBeenCalledWith('connect_expired');
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe('Cancel', () => {
  test('closes the sheet at once and ends with the server’s answer', async () => {
    const { journey, settled, onLeave } = await shown();
    const cancelled = journey.cancel();
    expect(onLeave).toHaveBeenCalledTimes(1);
    await cancelled;
    await pass();
    expect(settled).toHaveBeenCalledWith('connect_cancelled');
  });

  test('that comes too late ends as connected: the first commit wins', async () => {
    const { journey, settled, services } = await shown();
    services.api.cancelAttempt.mockResolvedValue(connected);
    await journey.cancel();
    journey.observeEvent(connectedEvent(5));
    await pass();
    expect(settled).toHaveBeenCalledWith('42');
  });

  test('ends as cancelled even if the server cannot be told', async () => {
    const { journey, settled, services } = await shown();
    services.api.cancelAttempt.mockRejectedValue(new CodedError('server_unreachable', 'No way.'));
    await journey.cancel();
    await pass();
    expect(settled).toHaveBeenCalledWith('connect_cancelled');
  });

  test('leaves no nonce for a window that is still open', async () => {
    const { journey } = await shown();
    await pass();
    void journey.cancel();
    expect(journey.release()).toBeNull();
  });
});

describe('the nonce', () => {
  test('is released for the start page of a pending attempt', async () => {
    const { journey } = await shown();
    await pass();
    expect(journey.release()).toBe('nonce');
  });

  test('is not there for an app whose key is typed in', async () => {
    const { journey } = await shown([apiToken]);
    await pass();
    expect(journey.release()).toBeNull();
  });
});

describe('credentials', () => {
  test('are sent with the name of their method; the event ends the journey', async () => {
    const { journey, services, settled } = await shown([apiToken]);
    services.api.submitCredentials.mockResolvedValue(connected);
    await journey.submit({ token: 'abc' });
    expect(services.api.submitCredentials).toHaveBeenCalledWith(attemptId, 'api_token', { token: 'abc' });
    expect(settled).not.toHaveBeenCalled();
    journey.observeEvent(connectedEvent(5));
    await pass();
    expect(settled).toHaveBeenCalledWith('42');
  });

  test('that are rejected can be corrected', async () => {
    const { journey, services, settled } = await shown([apiToken]);
    services.api.submitCredentials.mockRejectedValueOnce(new CodedError('credentials_rejected', 'Not this one.'));
    await journey.submit({ token: 'wrong' });
    expect(journey.refusal).toMatchObject({ message: 'Not this one.' });
    expect(journey.isSubmitting).toBe(false);
    await journey.submit({ token: 'right' });
    expect(journey.refusal).toBeUndefined();
    expect(settled).not.toHaveBeenCalled();
  });

  test('refused because the attempt is over end the journey as it ended', async () => {
    const { journey, services, settled } = await shown([apiToken]);
    services.api.submitCredentials.mockRejectedValue(new CodedError('attempt_closed', 'It is over.'));
    services.api.getAttempt.mockResolvedValue(failedAttempt('connect_failed'));
    await journey.submit({ token: 'abc' });
    await pass();
    expect(settled).toHaveBeenCalledWith('connect_failed');
  });

  test('are sent once, however often the button is pressed', async () => {
    const { journey, services } = await shown([apiToken]);
    await Promise.all([journey.submit({ token: 'a' }), journey.submit({ token: 'a' })]);
    expect(services.api.submitCredentials).toHaveBeenCalledTimes(1);
  });
});

describe('without events', () => {
  test('of its own, the attempt is asked for, and the event then fetched', async () => {
    const { services, settled, journey } = await shown();
    services.events.isLive = false;
    await pass(5_000);
    expect(services.api.getAttempt).toHaveBeenCalledTimes(1);
    services.api.getAttempt.mockResolvedValue(connected);
    await pass(5_000);
    expect(settled).not.toHaveBeenCalled();
    await pass(3_000);
    expect(services.events.catchUp).toHaveBeenCalledTimes(1);
    journey.observeEvent(connectedEvent(5));
    await pass();
    expect(settled).toHaveBeenCalledWith('42');
  });

  test('at all, the promise settles all the same', async () => {
    const { services, settled } = await shown();
    services.events.isLive = false;
    services.api.getAttempt.mockResolvedValue(connected);
    await pass(5_000 + 7_000);
    expect(settled).toHaveBeenCalledWith('42');
  });

  test('nothing is asked for while the stream is live', async () => {
    const { services } = await shown();
    await pass(60_000);
    expect(services.api.getAttempt).not.toHaveBeenCalled();
  });
});
