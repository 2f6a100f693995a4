import { describe, expect, it } from 'vitest';
import { DomainError } from './errors.ts';
import { createLogger, type LogFields, type Logger } from './log.ts';

function logOf(write: (logger: Logger) => void): string {
  let text = '';
  write(createLogger('debug', { write: (line) => void (text += line) }));
  return text;
}

describe('createLogger', () => {
  it('writes one JSON object a line with level, time and message', () => {
    const line = JSON.parse(logOf((logger) => logger.info('Ready', { port: 4600 })));
    expect(line).toEqual({ level: 'info', time: expect.stringMatching(/Z$/), port: 4600, msg: 'Ready' });
  });

  it('keeps to its level', () => {
    let text = '';
    createLogger('warn', { write: (line) => void (text += line) }).info('unseen');
    expect(text).toBe('');
  });

  it('drops what is not on the list of fields', () => {
    const fields: LogFields & { body: string } = { app: 'slack', body: 'canary' };
    const text = logOf((logger) => logger.info('Called', fields));
    expect(text).toContain('slack');
    expect(text).not.toContain('canary');
  });

  it('cuts the query off a path', () => {
    const text = logOf((logger) => logger.info('Request', { path: '/apps/list/?app_key=ak_1&hash=canary#canary' }));
    expect(text).toContain('"path":"/apps/list/"');
    expect(text).not.toContain('canary');
  });

  it('writes an error with its code and causes, without further properties', () => {
    const database = Object.assign(new Error('duplicate key'), { code: '23505', detail: 'Key (jti)=(canary) exists' });
    const error = new DomainError('database_unreachable', 'Start PostgreSQL.', { cause: database });
    const text = logOf((logger) => logger.error('Failed', { error }));
    expect(JSON.parse(text).error).toMatchObject({
      name: 'DomainError',
      code: 'database_unreachable',
      cause: { code: '23505', message: 'duplicate key' },
    });
    expect(text).not.toContain('canary');
  });

  it('survives an error that is its own cause', () => {
    const error = new Error('loop');
    error.cause = error;
    expect(logOf((logger) => logger.error('Failed', { error }))).toContain('loop');
  });

  it.each([
    'GET https://api.example.com/v1/users?api_token=canary-canary-canary failed',
    'refused as_canarycanarycanarycanarycanarycanarycanarycanar',
    'session ak_AAAAAAAAAAAAAAAAAAAAAA.canarycanarycanarycanarycanarycanarycanary unknown',
    'Authorization: Bearer canary.canary.canary',
    'authorization: "canary"',
    '{"access_token":"canary","scope":"read"}',
    'client_secret=canary&grant_type=refresh_token',
    'connect to postgres://app:canary@db/integry failed',
    'jwt eyJcanary.eyJcanary.canary',
    'Cookie: canary',
    'hash=canary',
  ])('hides the secret in a text: %s', (text) => {
    const line = logOf((logger) => logger.error(text, { error: new Error(text), host: text }));
    expect(line).not.toContain('canary');
  });
});
