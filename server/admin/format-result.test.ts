import { describe, expect, it } from 'vitest';
import { formatResult } from './format-result.ts';

describe('formatResult', () => {
  it('lines a list up under its headings', () => {
    const text = formatResult([
      { id: 1, functionName: 'slack-post-message', ok: true },
      { id: 22, functionName: 'x', ok: null },
    ]);
    expect(text).toBe('ID  FUNCTION NAME       OK\n1   slack-post-message  on\n22  x                   -\n');
  });

  it('says when a list is empty', () => {
    expect(formatResult([])).toBe('none\n');
  });

  it('gives one thing a line per property', () => {
    expect(formatResult({ appKey: 'ak_1', pairing: false })).toBe('app key  ak_1\npairing  off\n');
  });

  it('does not let a name of the outside steer the terminal', () => {
    expect(formatResult([{ user: 'a\u001b[31m\nb\u202e' }])).toBe('USER\na\\u{1b}[31m\\u{a}b\\u{202e}\n');
  });
});
