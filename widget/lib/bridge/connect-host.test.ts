import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { HostEnd, WidgetEnd } from '#bridge-protocol/bridge.ts';
import { connectHost } from './connect-host.ts';

const origin = 'https://host.example';
/** As Penpal sends it */
const syn = { namespace: 'penpal', channel: undefined, type: 'SYN', participantId: 'zzzz' };

/** The page around the frame: keeps what it is sent. */
function fakeParent() {
  const sent: { message: { type: string }; target: string; ports: MessagePort[] }[] = [];
  const parent = {
    postMessage: (message: { type: string }, target: string, ports: MessagePort[] = []) =>
      void sent.push({ message, target, ports }),
  };
  return { parent: parent as unknown as Window, sent };
}

let frame: EventTarget;

beforeEach(() => {
  frame = new EventTarget();
  vi.stubGlobal('window', globalThis);
  vi.stubGlobal('addEventListener', frame.addEventListener.bind(frame));
  vi.stubGlobal('removeEventListener', frame.removeEventListener.bind(frame));
});
afterEach(() => void vi.unstubAllGlobals());

function arrive(data: unknown, from: { source: unknown; origin: string; ports?: MessagePort[] }): void {
  frame.dispatchEvent(Object.assign(new Event('message'), { data, ports: [], ...from }));
}

function start() {
  const { parent, sent } = fakeParent();
  const hello = vi.fn(async () => ({ ok: true, value: null }));
  const methods = Object.freeze(Object.assign(Object.create(null), { hello })) as WidgetEnd;
  const connected = connectHost(parent, origin, methods);
  return { parent, sent, hello, connected };
}

/** Shakes hands as the loader: Penpal's other end over the port that the frame sends with its ACK2. */
async function shakeHands({ parent, sent }: ReturnType<typeof start>): Promise<MessagePort> {
  const before = sent.length;
  arrive({ ...syn, participantId: `zzzz${before}` }, { source: parent, origin });
  arrive({ namespace: 'penpal', channel: undefined, type: 'ACK1', methodPaths: [] }, { source: parent, origin });
  const port = await vi.waitFor(() => {
    const ack = sent.slice(before).find(({ message }) => message.type === 'ACK2');
    expect(ack).toBeDefined();
    return ack!.ports[0]!;
  });
  return port;
}

function callOver(port: MessagePort, methodPath: unknown, args: unknown = []): Promise<unknown> {
  return new Promise((resolve) => {
    port.onmessage = ({ data }: MessageEvent<unknown>) => resolve(data);
    port.postMessage({ namespace: 'penpal', channel: undefined, type: 'CALL', id: 'c1', methodPath, args });
  });
}

describe('the connection to the host page', () => {
  test('names the one origin in every message, the first one too', async () => {
    const parts = start();
    await shakeHands(parts);
    expect(parts.sent.map(({ message }) => message.type)).toEqual(['SYN', 'SYN', 'ACK2']);
    for (const { target } of parts.sent) expect(target).toBe(origin);
  });

  test('answers a call over its port', async () => {
    const parts = start();
    const port = await shakeHands(parts);
    expect(await callOver(port, ['hello'])).toMatchObject({ type: 'REPLY', value: { ok: true } });
    port.close();
  });

  test('answers no inherited name, and no path into one', async () => {
    const parts = start();
    const port = await shakeHands(parts);
    for (const path of [
      ['constructor'],
      ['toString'],
      ['hello', 'constructor'],
      ['__proto__', 'toString'],
      'hello',
      null,
    ]) {
      expect(await callOver(port, path)).toMatchObject({ type: 'REPLY', isError: true });
    }
    expect(parts.hello).not.toHaveBeenCalled();
    port.close();
  });

  test.each([
    ['another origin', (parent: Window) => ({ source: parent, origin: 'https://evil.example' })],
    ['an origin that begins alike', (parent: Window) => ({ source: parent, origin: `${origin}.evil.example` })],
    ['an opaque origin', (parent: Window) => ({ source: parent, origin: 'null' })],
    ['another window', () => ({ source: {}, origin })],
    ['no window', () => ({ source: null, origin })],
  ])('does not hear %s', async (_what, from) => {
    const { parent, sent, connected } = start();
    const settled = vi.fn();
    void connected.then(settled);
    arrive(syn, from(parent));
    arrive({ namespace: 'penpal', channel: undefined, type: 'ACK1', methodPaths: [] }, from(parent));
    await new Promise((resolve) => setImmediate(resolve));
    expect(sent.map(({ message }) => message.type)).toEqual(['SYN']);
    expect(settled).not.toHaveBeenCalled();
  });

  test('takes no call and no end from the window, only from the port', async () => {
    const parts = start();
    const port = await shakeHands(parts);
    const from = { source: parts.parent, origin };
    arrive({ namespace: 'penpal', channel: undefined, type: 'CALL', id: 'c1', methodPath: ['hello'], args: [] }, from);
    arrive({ namespace: 'penpal', channel: undefined, type: 'DESTROY' }, from);
    expect(parts.hello).not.toHaveBeenCalled();
    expect(await callOver(port, ['hello'])).toMatchObject({ value: { ok: true } });
    port.close();
  });

  test('does not mind what is no message of Penpal’s', () => {
    const { parent } = start();
    for (const data of [null, undefined, 5, 'SYN', [], {}, { penpal: 'syn' }, { namespace: 'penpal' }]) {
      arrive(data, { source: parent, origin });
    }
  });

  test('is renewed when the host shakes hands again', async () => {
    const parts = start();
    const first = await shakeHands(parts);
    const second = await shakeHands(parts);
    expect(await callOver(second, ['hello'])).toMatchObject({ value: { ok: true } });
    expect(parts.hello).toHaveBeenCalledTimes(1);
    first.close();
    second.close();
  });

  test('calls the host’s methods', async () => {
    const parts = start();
    const port = await shakeHands(parts);
    const host: HostEnd = await parts.connected;
    const called = vi.fn();
    port.onmessage = ({ data }: MessageEvent<{ id: string; methodPath: string[]; args: unknown[] }>) => {
      called(data.methodPath, data.args);
      port.postMessage({ namespace: 'penpal', channel: undefined, type: 'REPLY', callId: data.id, value: 'answer' });
    };
    expect(await host.getSession('old')).toBe('answer');
    expect(called.mock.calls).toEqual([[['getSession'], ['old']]]);
    port.close();
  });
});
