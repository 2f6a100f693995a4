import { describe, expect, test, vi } from 'vitest';
import type { Session } from '#bridge-protocol/entities/session.ts';
import { sampleSession } from '../testing/samples.ts';
import { SessionSource } from './session-source.ts';

const inSeconds = (seconds: number): string => new Date(Date.now() + seconds * 1000).toISOString();

describe('the session', () => {
  test('is asked for once, however many want it at the same time', async () => {
    const ask = vi.fn(async () => sampleSession());
    const sessions = new SessionSource(ask);
    await Promise.all([sessions.current(), sessions.current(), sessions.current()]);
    await sessions.current();
    expect(ask).toHaveBeenCalledTimes(1);
  });

  test('is asked for again shortly before it ends', async () => {
    const ask = vi.fn(async () => sampleSession({ expires_at: inSeconds(20) }));
    const sessions = new SessionSource(ask);
    await sessions.current();
    await sessions.current();
    expect(ask).toHaveBeenCalledTimes(2);
  });

  test('that was refused is replaced; who comes late gets the one that replaced it', async () => {
    const ask = vi.fn(async (rejected?: string) => sampleSession({ token: rejected === 'a' ? 'b' : 'a' }));
    const sessions = new SessionSource(ask);
    await sessions.current();
    const [first, second] = await Promise.all([sessions.renew('a'), sessions.renew('a')]);
    const third = await sessions.renew('a');
    expect([first.token, second.token, third.token]).toEqual(['b', 'b', 'b']);
    expect(ask.mock.calls).toEqual([[undefined], ['a']]);
  });

  test('refused while an older question is still open is asked for anew', async () => {
    const answers: ((session: Session) => void)[] = [];
    const ask = vi.fn((_rejected?: string) => new Promise<Session>((resolve) => answers.push(resolve)));
    const sessions = new SessionSource(ask);
    void sessions.current();
    const renewed = sessions.renew('a');
    answers[0]?.(sampleSession({ token: 'a' }));
    await vi.waitFor(() => expect(ask).toHaveBeenCalledTimes(2));
    answers[1]?.(sampleSession({ token: 'b' }));
    expect((await renewed).token).toBe('b');
    expect(ask).toHaveBeenLastCalledWith('a');
  });

  test('that could not be had is asked for again the next time', async () => {
    const ask = vi.fn(async () => sampleSession()).mockRejectedValueOnce(new Error('offline'));
    const sessions = new SessionSource(ask);
    await expect(sessions.current()).rejects.toThrow('offline');
    expect((await sessions.current()).user_id).toBe('user-1');
  });
});
