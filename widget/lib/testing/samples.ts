import type { AppCard } from '#bridge-protocol/entities/app-card.ts';
import type { App } from '#bridge-protocol/entities/app.ts';
import type { AuthMethod } from '#bridge-protocol/entities/auth-method.ts';
import type { ConnectAttempt } from '#bridge-protocol/entities/connect-attempt.ts';
import type { Session } from '#bridge-protocol/entities/session.ts';
import type { ServerEvent } from '#bridge-protocol/events/server-event.ts';

export const oauth2: AuthMethod = { name: 'oauth2', type: 'oauth2', title: 'Sign in', fields: [], available: true };

export const apiToken: AuthMethod = {
  name: 'api_token',
  type: 'api_key',
  title: 'API token',
  fields: [{ name: 'token', title: 'API token', type: 'secret', required: true }],
  available: true,
};

export function sampleApp(changes: Partial<App> = {}): App {
  return {
    id: 7,
    name: 'acme',
    title: 'Acme',
    icon_url: null,
    docs_url: null,
    login_url: null,
    allow_multiple_connected_accounts: true,
    connected_accounts: [],
    description: '',
    categories: [],
    auth_methods: [oauth2],
    ...changes,
  };
}

export function sampleCard(title: string, changes: Partial<AppCard> = {}): AppCard {
  const name = title.toLowerCase().replaceAll(' ', '-');
  const card = { name, title, icon_url: null, description: '', categories: [] };
  return { ...card, connection: null, group: 'other', ...changes };
}

export function sampleAccount(id: number): App['connected_accounts'][number] {
  return { id, display_name: `Account ${id}`, modified_at: '2026-11-24T00:00:00.000Z', status: 'active' };
}

export function sampleSession(changes: Partial<Session> = {}): Session {
  return {
    token: 'ak_1.first',
    expires_at: new Date(Date.now() + 600_000).toISOString(),
    origin: 'https://host.example',
    user_id: 'user-1',
    workspace_name: 'Northwind',
    ...changes,
  };
}

export const attemptId = '3f2b8c1e-7c1d-4e0a-9b35-0d2b6f4a8c11';

export function sampleAttempt(changes: Partial<ConnectAttempt> = {}): ConnectAttempt {
  return {
    id: attemptId,
    app: 'acme',
    status: 'pending',
    error: null,
    connected_account_id: null,
    expires_at: '2026-11-24T00:10:00.000Z',
    start_url: `https://widget.example/connect/ak_1/${attemptId}`,
    ...changes,
  };
}

export function failedAttempt(code: 'connect_cancelled' | 'connect_denied' | 'connect_failed'): ConnectAttempt {
  return sampleAttempt({ status: 'failed', error: { code, message: `It ended with ${code}.` } });
}

export function connectedEvent(id: number, attempt: string | null = attemptId, account = 42): ServerEvent {
  return {
    id,
    type: 'app-connected',
    payload: {
      ...sampleApp({ connected_accounts: [sampleAccount(account)] }),
      connected_account_id: account,
      attempt_id: attempt,
    },
  };
}

export function disconnectedEvent(id: number, account = 42): ServerEvent {
  return { id, type: 'app-disconnected', payload: { ...sampleApp(), connected_account_id: account } };
}
