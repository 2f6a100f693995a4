import { describe, expect, test } from 'vitest';
import type { AuthField, AuthMethod } from '#bridge-protocol/entities/auth-method.ts';
import { CredentialsForm } from './credentials-form.svelte.ts';

const field = (changes: Partial<AuthField>): AuthField => ({
  name: 'token',
  title: 'API token',
  type: 'secret',
  required: true,
  ...changes,
});

function formOf(fields: AuthField[], type: AuthMethod['type'] = 'api_key', values: Record<string, string> = {}) {
  const form = new CredentialsForm({ name: 'm', type, title: 'M', fields, available: true });
  for (const [name, value] of Object.entries(values)) form.set(name, value);
  return form;
}

describe('the form', () => {
  test('hands out what was typed in, without the spaces around it', () => {
    const form = formOf([field({}), field({ name: 'domain', type: 'text', required: false })], 'api_key', {
      token: '  abc \n',
      domain: '',
    });
    expect(form.check()).toEqual({ token: 'abc' });
    expect(form.errors).toEqual({});
  });

  test('leaves a password as it is', () => {
    const form = formOf([field({ name: 'user', type: 'text' }), field({ name: 'password' })], 'basic', {
      user: ' ada ',
      password: ' s p ',
    });
    expect(form.check()).toEqual({ user: 'ada', password: ' s p ' });
  });

  test('names what is missing, and forgets it once something is typed in', () => {
    const form = formOf([field({}), field({ name: 'domain', title: 'Domain' })], 'api_key', { token: '   ' });
    expect(form.check()).toBeUndefined();
    expect([form.error('token'), form.error('domain')]).toEqual(['API token is required.', 'Domain is required.']);
    expect(form.firstInvalid).toBe('token');
    form.set('token', 'a');
    expect([form.error('token'), form.error('domain')]).toEqual([undefined, 'Domain is required.']);
    expect(form.firstInvalid).toBe('domain');
  });

  test.each([
    ['[0-9a-f]{4}', 'beef', true],
    ['[0-9a-f]{4}', 'beefs', false],
    ['a|b', 'ab', false],
    ['(', 'anything', true],
  ])('holds the whole value against the pattern %s: %s', (pattern, token, fits) => {
    expect(formOf([field({ pattern })], 'api_key', { token }).check() !== undefined).toBe(fits);
  });

  test.each([
    ['https://example.com', true],
    ['http://localhost:8080/path', true],
    ['example.com', false],
    ['javascript:alert(1)', false],
  ])('takes %s for an address of the web: %s', (url, fits) => {
    const form = formOf([field({ name: 'url', type: 'url' })], 'custom', { url });
    expect(form.check() !== undefined).toBe(fits);
  });

  test('does not mind a field that is named like something inherited', () => {
    const form = formOf([field({ name: 'constructor' })]);
    expect(form.check()).toBeUndefined();
    form.set('constructor', 'x');
    expect(form.check()).toEqual({ constructor: 'x' });
  });
});
