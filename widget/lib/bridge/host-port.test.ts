import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { HostEnd } from '#bridge-protocol/bridge.ts';
import { sampleApp, sampleSession } from '../testing/samples.ts';
import { toSdkApp } from '../sdk-shapes.ts';
import { HostPort } from './host-port.ts';

const origin = 'https://host.example';

function hostWith(changes: Partial<Record<keyof HostEnd, unknown>>) {
  const remote = { getSession: vi.fn(), setModal: vi.fn(), onEvent: vi.fn(), ...changes } as unknown as HostEnd;
  return { port: new HostPort(Promise.resolve(remote), origin), remote };
}

describe('the session of the host', () => {
  test('is taken if it belongs to the port’s origin', async () => {
    const session = sampleSession();
    const { port, remote } = hostWith({ getSession: vi.fn(async () => ({ ok: true, value: session })) });
    expect(await port.getSession('old')).toEqual(session);
    expect(remote.getSession).toHaveBeenCalledWith('old');
  });

  test.each(['https://evil.example', `${origin}/`, `${origin}:8443`, 'null', ''])(
    'is refused if it belongs to %j',
    async (other) => {
      const session = sampleSession({ origin: other });
      const { port } = hostWith({ getSession: async () => ({ ok: true, value: session }) });
      await expect(port.getSession()).rejects.toMatchObject({ code: 'origin_not_allowed' });
    },
  );

  test('that cannot be had keeps the loader’s code and request id', async () => {
    const error = { code: 'invalid_hash', message: 'The hash is wrong.', requestId: 'r-9' };
    const { port } = hostWith({ getSession: async () => ({ ok: false, error }) });
    await expect(port.getSession()).rejects.toMatchObject(error);
  });

  test.each([undefined, null, 'token', { ok: true }, { ok: true, value: { token: 1 } }, { ok: false, error: {} }])(
    'is refused if it is %j',
    async (answer) => {
      const { port } = hostWith({ getSession: async () => answer });
      await expect(port.getSession()).rejects.toMatchObject({ code: 'unauthorized' });
    },
  );

  test('of a host that went away is `bridge_lost`', async () => {
    const { port } = hostWith({ getSession: () => Promise.reject(new Error('destroyed')) });
    await expect(port.getSession()).rejects.toMatchObject({ code: 'bridge_lost' });
  });

  describe('with a host that does not answer', () => {
    beforeEach(() => void vi.useFakeTimers());
    afterEach(() => void vi.useRealTimers());

    test('is `timeout` after half a minute', async () => {
      const { port } = hostWith({ getSession: () => new Promise(() => undefined) });
      const asked = port.getSession();
      const refused = expect(asked).rejects.toMatchObject({ code: 'timeout' });
      await vi.advanceTimersByTimeAsync(30_000);
      await refused;
    });
  });
});

describe('what the host is told', () => {
  const event = {
    type: 'app-connected',
    payload: { ...toSdkApp(sampleApp()), connected_account_id: '1' },
  } as const;

  test('leaves in the same turn', async () => {
    const { port, remote } = hostWith({});
    await Promise.resolve();
    port.emit(event);
    port.openModal('Connect Acme');
    port.closeModal();
    expect(remote.onEvent).toHaveBeenCalledWith(event);
    expect(vi.mocked(remote.setModal).mock.calls).toEqual([[{ open: true, label: 'Connect Acme' }], [{ open: false }]]);
  });

  test('never fails: not if it throws, not if it rejects, not before there is a host', async () => {
    const logged = vi.spyOn(console, 'error').mockImplementation(() => undefined);
    const throwing = hostWith({
      onEvent: () => {
        throw new Error('destroyed');
      },
    });
    const rejecting = hostWith({ onEvent: () => Promise.reject(new Error('destroyed')) });
    throwing.port.emit(event);
    await Promise.resolve();
    throwing.port.emit(event);
    rejecting.port.emit(event);
    await new Promise((resolve) => setImmediate(resolve));
    logged.mockRestore();
  });
});
