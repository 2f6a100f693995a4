import type { Context } from 'hono';
import { html } from 'hono/html';
import { statusOf, type DomainError } from '../errors.ts';
import type { Messages } from './messages.ts';
import { readInline, sendPage } from './page.ts';

const script = readInline('result-page.client.js', 'script');

/** The end of a connection that was made; the window closes itself. */
export function connectedPage(
  c: Context,
  { locale, say }: Messages,
  names: { workspaceName: string; appTitle: string },
): Promise<Response> {
  const title = say('connected.title');
  const body = html`
    <h1>${title}</h1>
    <p>${say('connected.text', { workspace: names.workspaceName, app: names.appTitle })}</p>
  `;
  return sendPage(c, 200, { locale, title, body, script, close: true });
}

/** Ends that are explained in words of their own. */
const explained = [
  'browser_not_proved',
  'connect_denied',
  'connect_expired',
  'attempt_closed',
  'unknown_attempt',
] as const;

/** Why nothing was connected, and what to do next. The request id leads to the log. */
export function failurePage(
  c: Context,
  { locale, say }: Messages,
  error: DomainError,
  requestId: string,
): Promise<Response> {
  const end = explained.find((code) => code === error.code) ?? 'failed';
  const title = say(`${end}.title`);
  const body = html`
    <h1>${title}</h1>
    <p class="trouble" role="alert" lang="en">${error.message}</p>
    <p>${say(`${end}.advice`)}</p>
    <p class="small">${error.code} · ${requestId}</p>
  `;
  return sendPage(c, statusOf(error.code), { locale, title, body, script, close: error.code === 'connect_denied' });
}
