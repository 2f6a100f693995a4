import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { CodedError } from '../coded-error.ts';
import { sampleSession } from '../testing/samples.ts';
import { EventHub } from './event-hub.ts';

/** The page's life, as far as the hub looks at it. */
class Page extends EventTarget {
  hidden = false;

  show(isShown: boolean): void {
    this.hidden = !isShown;
    this.dispatchEvent(new Event('visibilitychange'));
  }
}

function setUp({ getSession = vi.fn(async () => sampleSession()), hasLocks = true } = {}) {
  const page = new Page();
  const frame = new EventTarget();
  vi.stubGlobal('document', page);
  vi.stubGlobal('window', { name: '' });
  vi.stubGlobal('addEventListener', frame.addEventListener.bind(frame));
  // How instances share is looked at in shared-stream.test.ts: here each gets the lock at once.
  const request = (_name: string, _options: object, work: () => Promise<void>): Promise<void> => work();
  vi.stubGlobal('navigator', hasLocks ? { locks: { request } } : {});
  const opened: (number | undefined)[] = [];
  let open = 0;
  const hub = new EventHub({
    appKey: 'ak_1',
    getSession,
    open: async (lastEventId, signal) => {
      opened.push(lastEventId);
      open += 1;
      signal.addEventListener('abort', () => (open -= 1), { once: true });
      return new ReadableStream({
        start: (controller) => controller.enqueue(new TextEncoder().encode('event: cursor\nid: 4\n\n')),
      });
    },
  });
  return { hub, page, frame, opened, openNow: () => open, getSession };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const pass = (milliseconds = 0): Promise<unknown> => vi.advanceTimersByTimeAsync(milliseconds);

describe('the stream is open', () => {
  test('from the start on, while the page can be seen', async () => {
    const { hub, openNow } = setUp();
    await pass();
    expect(openNow()).toBe(0);
    hub.start();
    hub.start();
    await pass();
    expect(openNow()).toBe(1);
    await hub.located;
    expect(hub.isLive).toBe(true);
  });

  test('for half a minute after the page was hidden, and again once it is seen, from where it was', async () => {
    const { hub, page, openNow, opened } = setUp();
    hub.start();
    await pass();
    page.show(false);
    await pass(29_000);
    expect(openNow()).toBe(1);
    await pass(1_000);
    expect(openNow()).toBe(0);
    expect(hub.isLive).toBe(false);
    page.show(true);
    await pass();
    expect(openNow()).toBe(1);
    expect(opened).toEqual([undefined, 4]);
  });

  test('not behind a hidden page if it cannot be shared', async () => {
    const { hub, page, openNow, opened } = setUp({ hasLocks: false });
    hub.start();
    await pass();
    page.show(false);
    await pass();
    expect(openNow()).toBe(0);
    page.show(true);
    await pass();
    expect(opened).toEqual([undefined, 4]);
  });

  test('behind a hidden page while an attempt is pending', async () => {
    const { hub, page, openNow } = setUp();
    hub.start();
    const [release, releaseOther] = [hub.hold(), hub.hold()];
    page.show(false);
    await pass(35_000);
    expect(openNow()).toBe(1);
    release();
    release();
    await pass();
    expect(openNow()).toBe(1);
    releaseOther();
    await pass();
    expect(openNow()).toBe(0);
  });

  test('not in a page that is kept for going back to it', async () => {
    const { hub, frame, openNow } = setUp();
    hub.start();
    await pass();
    frame.dispatchEvent(new Event('pagehide'));
    await pass();
    expect(openNow()).toBe(0);
    frame.dispatchEvent(new Event('pageshow'));
    await pass();
    expect(openNow()).toBe(1);
  });
});

describe('without a session', () => {
  test('for a passing reason it is asked for again', async () => {
    const getSession = vi.fn(async () => sampleSession());
    getSession.mockRejectedValueOnce(new CodedError('server_unreachable', 'No way.'));
    const { hub, openNow } = setUp({ getSession });
    hub.start();
    await pass(500);
    expect(openNow()).toBe(1);
  });

  test('for one that lasts it is left alone until something changes', async () => {
    const getSession = vi.fn(async () => sampleSession());
    getSession.mockRejectedValue(new CodedError('invalid_hash', 'The hash is wrong.'));
    const { hub, frame } = setUp({ getSession });
    hub.start();
    await pass(5 * 60_000);
    expect(getSession).toHaveBeenCalledTimes(1);
    frame.dispatchEvent(new Event('online'));
    await pass();
    expect(getSession).toHaveBeenCalledTimes(2);
  });
});
