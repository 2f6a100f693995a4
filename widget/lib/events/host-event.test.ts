import { expect, test } from 'vitest';
import { HostEvent } from '#bridge-protocol/events/host-event.ts';
import { connectedEvent, disconnectedEvent, failedAttempt } from '../testing/samples.ts';
import { toHostEvent } from './host-event.ts';

test('the host gets ids as strings, and no attempt', () => {
  const event = toHostEvent(connectedEvent(5));
  expect(HostEvent.parse(event)).toEqual(event);
  expect(event).toMatchObject({
    type: 'app-connected',
    payload: { id: '7', connected_account_id: '42', connected_accounts: [{ id: '42' }] },
  });
  expect(event?.payload).not.toHaveProperty('attempt_id');
});

test('the host hears of a disconnected account, with those that remain', () => {
  const event = toHostEvent(disconnectedEvent(5));
  expect(HostEvent.parse(event)).toEqual(event);
  expect(event).toMatchObject({
    type: 'app-disconnected',
    payload: { connected_account_id: '42', connected_accounts: [] },
  });
});

test('the host does not hear of an attempt that failed', () => {
  expect(toHostEvent({ id: 5, type: 'attempt-failed', payload: failedAttempt('connect_denied') })).toBeUndefined();
});
