import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { CodedError } from '../coded-error.ts';
import { attemptId } from '../testing/samples.ts';
import { Authorisation } from './authorisation.svelte.ts';

const startUrl = `https://widget.example/connect/ak_1/${attemptId}`;

function setUp({ isBlocked = false } = {}) {
  let count = 0;
  const popup = { closed: false, focus: vi.fn() };
  const api = {
    issueNonce: vi.fn(async (_id: string) => `nonce-${(count += 1)}`),
    submitPairingCode: vi.fn(async (_id: string, _code: string) => undefined),
  };
  const openWindow = vi.fn((_url: string) => (isBlocked ? null : (popup as unknown as Window)));
  const onRefusal = vi.fn();
  const authorisation = new Authorisation({ attemptId, startUrl, api, openWindow, onRefusal });
  return { authorisation, api, popup, openWindow, onRefusal };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const look = (): Promise<unknown> => vi.advanceTimersByTimeAsync(400);

describe('the nonce', () => {
  test('is released once', async () => {
    const { authorisation } = setUp();
    await authorisation.prepare();
    expect(authorisation.release()).toBe('nonce-1');
    expect(authorisation.release()).toBeNull();
  });

  test('is not there before it was fetched', () => {
    expect(setUp().authorisation.release()).toBeNull();
  });

  test('is not replaced while a window may still be using it', async () => {
    const { authorisation, api } = setUp();
    await authorisation.prepare();
    authorisation.open();
    authorisation.release();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(api.issueNonce).toHaveBeenCalledTimes(1);
  });

  test('comes anew once the window is gone', async () => {
    const { authorisation, popup } = setUp();
    await authorisation.prepare();
    authorisation.open();
    authorisation.release();
    popup.closed = true;
    await look();
    expect(authorisation.release()).toBe('nonce-2');
  });

  test('is fetched once, however often it is wanted', async () => {
    const { authorisation, api } = setUp();
    await Promise.all([authorisation.prepare(), authorisation.prepare()]);
    await authorisation.prepare();
    expect(api.issueNonce).toHaveBeenCalledTimes(1);
  });

  test('is forgotten at the end', async () => {
    const { authorisation } = setUp();
    await authorisation.prepare();
    authorisation.dispose();
    expect(authorisation.release()).toBeNull();
  });

  test('that cannot be had is reported, and Continue asks for it again', async () => {
    const { authorisation, api, openWindow, onRefusal } = setUp();
    api.issueNonce.mockRejectedValueOnce(new CodedError('server_unreachable', 'No way.'));
    await authorisation.prepare();
    expect(authorisation.failure).toMatchObject({ code: 'server_unreachable' });
    expect(onRefusal).toHaveBeenCalled();
    authorisation.open();
    expect(openWindow).not.toHaveBeenCalled();
    await look();
    expect(authorisation.failure).toBeUndefined();
    authorisation.open();
    expect(openWindow).toHaveBeenCalledWith(startUrl);
  });
});

describe('the window', () => {
  test('is opened in the click itself', async () => {
    const { authorisation, openWindow } = setUp();
    await authorisation.prepare();
    authorisation.open();
    expect(openWindow).toHaveBeenCalledTimes(1);
    expect(authorisation.stage).toBe('open');
    expect(authorisation.hasWindow).toBe(true);
  });

  test('is not opened while it could not prove itself', () => {
    const { authorisation, openWindow } = setUp();
    void authorisation.prepare();
    authorisation.open();
    expect(openWindow).not.toHaveBeenCalled();
  });

  test('that is gone brings Continue back, and ends nothing', async () => {
    const { authorisation, popup } = setUp();
    await authorisation.prepare();
    authorisation.open();
    authorisation.release();
    popup.closed = true;
    await look();
    expect(authorisation.stage).toBe('closed');
    expect(authorisation.isProved).toBe(true);
    popup.closed = false;
    authorisation.open();
    expect(authorisation.stage).toBe('open');
  });

  test('that is gone before it took its nonce may be one that shows a code', async () => {
    const { authorisation, popup } = setUp();
    await authorisation.prepare();
    authorisation.open();
    popup.closed = true;
    await look();
    expect([authorisation.stage, authorisation.isProved]).toEqual(['closed', false]);
  });

  test('without a handle is not taken for a blocked one: the link and the code are offered', async () => {
    const { authorisation } = setUp({ isBlocked: true });
    await authorisation.prepare();
    authorisation.open();
    expect(authorisation.stage).toBe('unseen');
    expect(authorisation.release()).toBe('nonce-1');
    expect([authorisation.stage, authorisation.hasWindow]).toEqual(['open', false]);
  });

  test('that cannot be seen can be given up for another one', async () => {
    const { authorisation } = setUp({ isBlocked: true });
    await authorisation.prepare();
    authorisation.open();
    authorisation.release();
    authorisation.startAgain();
    await look();
    expect(authorisation.stage).toBe('ready');
    expect(authorisation.release()).toBe('nonce-2');
  });

  test('is no longer watched at the end', async () => {
    const { authorisation, popup, api } = setUp();
    await authorisation.prepare();
    authorisation.open();
    authorisation.dispose();
    popup.closed = true;
    await look();
    expect(api.issueNonce).toHaveBeenCalledTimes(1);
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe('the code of a window without a way back', () => {
  test('proves the window', async () => {
    const { authorisation, api } = setUp({ isBlocked: true });
    await authorisation.prepare();
    authorisation.open();
    await authorisation.pair('BCDF-GHJK');
    expect(api.submitPairingCode).toHaveBeenCalledWith(attemptId, 'BCDF-GHJK');
    expect([authorisation.stage, authorisation.isProved]).toEqual(['open', true]);
  });

  test('may be wrong: it is said, and can be typed again', async () => {
    const { authorisation, api } = setUp({ isBlocked: true });
    api.submitPairingCode.mockRejectedValueOnce(new CodedError('pairing_code_wrong', 'Not this one.'));
    await authorisation.prepare();
    authorisation.open();
    await authorisation.pair('WRONG');
    expect(authorisation.pairingFailure).toMatchObject({ message: 'Not this one.' });
    expect(authorisation.stage).toBe('unseen');
    await authorisation.pair('RIGHT');
    expect(authorisation.pairingFailure).toBeUndefined();
    expect(authorisation.stage).toBe('open');
  });

  test('may have been wrong too often, which the server is asked about', async () => {
    const { authorisation, api, onRefusal } = setUp({ isBlocked: true });
    api.submitPairingCode.mockRejectedValueOnce(new CodedError('pairing_code_wrong', 'Not this one.'));
    await authorisation.pair('WRONG');
    expect(onRefusal).toHaveBeenCalled();
  });
});
