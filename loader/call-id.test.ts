import { expect, test, vi } from 'vitest';
import { CallId } from '#bridge-protocol/names.ts';
import { newCallId } from './call-id.ts';

test('is a UUID, also where the browser makes none', () => {
  expect(CallId.safeParse(newCallId()).success).toBe(true);
  vi.stubGlobal('crypto', {});
  const ids = Array.from({ length: 1000 }, newCallId);
  vi.unstubAllGlobals();
  expect(ids.every((id) => CallId.safeParse(id).success)).toBe(true);
  expect(new Set(ids).size).toBe(1000);
});
