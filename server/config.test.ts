import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { readConfig } from './config.ts';
import { DomainError } from './errors.ts';

const key = Buffer.alloc(32, 7);

function problemsOf(env: Record<string, string>): string {
  try {
    readConfig(env);
  } catch (error) {
    if (error instanceof DomainError && error.code === 'invalid_environment') return error.message;
    throw error;
  }
  throw new Error('the environment was accepted');
}

describe('readConfig', () => {
  it('has a value for everything that an empty environment leaves out', () => {
    expect(readConfig({ UNKNOWN: 'ignored', PUBLIC_URL: '', VAULT_KEY: ' ' })).toEqual({
      port: 4600,
      host: '127.0.0.1',
      publicUrl: 'http://localhost:4600',
      databaseUrl: undefined,
      dataDir: path.resolve('data'),
      vaultKeys: undefined,
      vaultModule: undefined,
      assetsUrl: 'http://localhost:4600/assets',
      allowedInternalHosts: [],
      egressRoutes: [],
      connectorsDir: path.resolve('data/apps'),
      isConnectorsDirGiven: false,
      pieceIsolation: 'namespaces',
      pieceWorkers: 4,
      callLogDays: 30,
      limits: { address: 12_000, user: 1_200, workspace: 12_000 },
      trustedProxies: 0,
      metrics: undefined,
      trustsRequestIds: false,
      drainSeconds: 25,
      drainDelaySeconds: 0,
      logLevel: 'info',
    });
  });

  it('reads every variable', () => {
    const config = readConfig({
      PORT: '8080',
      HOST: '::1',
      PUBLIC_URL: 'https://Connect.Example.com/',
      DATABASE_URL: 'postgresql://app:secret@db.example.com/integry?sslmode=require',
      DATA_DIR: '/var/lib/integry',
      VAULT_KEY: key.toString('base64'),
      ASSETS_URL: 'https://cdn.example.com/integry/',
      ALLOWED_INTERNAL_HOSTS: 'LOCALHOST:4602, crm.internal,[::1]:8443,[fd00::1]',
      EGRESS_ROUTES: 'api.example.com=10.1.2.3:8443, crm.example.com:443=[::1]:9443',
      CONNECTORS_DIR: '/etc/integry/apps',
      PIECE_ISOLATION: 'process',
      PIECE_WORKERS: '16',
      CALL_LOG_DAYS: '7',
      LIMIT_ADDRESS: '300',
      LIMIT_USER: '100',
      LIMIT_WORKSPACE: '200',
      TRUSTED_PROXIES: '2',
      METRICS_PORT: '9464',
      METRICS_HOST: '0.0.0.0',
      TRUST_REQUEST_ID: 'true',
      DRAIN_SECONDS: '40',
      DRAIN_DELAY_SECONDS: '5',
      LOG_LEVEL: 'warn',
    });
    expect(config).toMatchObject({
      port: 8080,
      host: '::1',
      publicUrl: 'https://connect.example.com',
      databaseUrl: 'postgresql://app:secret@db.example.com/integry?sslmode=require',
      assetsUrl: 'https://cdn.example.com/integry',
      allowedInternalHosts: [
        { host: 'localhost', port: 4602 },
        { host: 'crm.internal' },
        { host: '::1', port: 8443 },
        { host: 'fd00::1' },
      ],
      egressRoutes: [
        { host: 'api.example.com', to: { host: '10.1.2.3', port: 8443 } },
        { host: 'crm.example.com', port: 443, to: { host: '::1', port: 9443 } },
      ],
      pieceIsolation: 'process',
      pieceWorkers: 16,
      callLogDays: 7,
      limits: { address: 300, user: 100, workspace: 200 },
      trustedProxies: 2,
      metrics: { host: '0.0.0.0', port: 9464 },
      trustsRequestIds: true,
      drainSeconds: 40,
      drainDelaySeconds: 5,
      logLevel: 'warn',
    });
    expect(config.vaultKeys).toEqual([new Uint8Array(key)]);
  });

  it('takes several keys, the newest last', () => {
    const newest = Buffer.alloc(32, 8);
    const { vaultKeys } = readConfig({ VAULT_KEY: `${key.toString('base64')}, ${newest.toString('base64')}` });
    expect(vaultKeys).toEqual([new Uint8Array(key), new Uint8Array(newest)]);
  });

  it('takes the folder of a Unix socket for the database', () => {
    const databaseUrl = 'postgresql:///integry?host=/run/postgresql';
    expect(readConfig({ DATABASE_URL: databaseUrl })).toMatchObject({ databaseUrl });
  });

  it('derives the public URL and the assets URL from the port', () => {
    expect(readConfig({ PORT: '4700' })).toMatchObject({
      publicUrl: 'http://localhost:4700',
      assetsUrl: 'http://localhost:4700/assets',
    });
  });

  it.each([
    ['PORT', ['0', '65536', 'http', '80.5', '-1', '1e3']],
    ['HOST', ['a b', 'http://x']],
    [
      'PUBLIC_URL',
      [
        'example.com',
        'https://x.example/app',
        'https://x.example/?a',
        'https://u:p@x.example',
        'http://x.example',
        'ftp://x',
      ],
    ],
    ['DATABASE_URL', ['mysql://x/y', 'localhost:5432', 'postgres://']],
    ['VAULT_KEY', ['short', key.subarray(1).toString('base64'), key.toString('hex'), `${key.toString('base64')}\n!`]],
    ['VAULT_KEY', [`${key.toString('base64')},`, `${key.toString('base64')},short`, ',']],
    ['ASSETS_URL', ['/assets', 'https://cdn.example.com/?v=1', 'file:///srv']],
    ['ALLOWED_INTERNAL_HOSTS', ['http://localhost', 'localhost:0', 'a,,b', '::1']],
    ['EGRESS_ROUTES', ['api.example.com', 'api.example.com=10.0.0.1', 'a=b:1=c:2', '=10.0.0.1:80', 'a=b:1,']],
    ['PIECE_ISOLATION', ['none', 'NAMESPACES']],
    ['PIECE_WORKERS', ['0', '65', '2.5', 'many']],
    ['CALL_LOG_DAYS', ['0', '3651', '1.5', '-1']],
    ['LIMIT_ADDRESS', ['0', 'none']],
    ['LIMIT_USER', ['0', '1e3', '100000001']],
    ['LIMIT_WORKSPACE', ['0', '-1']],
    ['TRUSTED_PROXIES', ['10', '-1', 'all']],
    ['METRICS_PORT', ['0', 'yes']],
    ['METRICS_HOST', ['a b']],
    ['TRUST_REQUEST_ID', ['yes', '1']],
    ['DRAIN_SECONDS', ['-1', '1000', '2.5', '10s']],
    ['DRAIN_DELAY_SECONDS', ['-1', '1000', '2.5', '10s']],
    ['LOG_LEVEL', ['verbose', 'INFO']],
  ])('names %s when it is wrong, and not its value', (name, values) => {
    for (const value of values) {
      const message = problemsOf({ [name]: value });
      expect(message).toMatch(new RegExp(`^Correct these environment variables:\n  ${name} must be .+$`));
      expect(message).not.toContain(`not ${value}`);
    }
  });

  it('lists every problem at once', () => {
    const message = problemsOf({ PORT: 'x', DATABASE_URL: 'mysql://user:hunter2@host/db', LOG_LEVEL: 'loud' });
    expect(message.split('\n')).toHaveLength(4);
    expect(message).not.toContain('hunter2');
  });
});
