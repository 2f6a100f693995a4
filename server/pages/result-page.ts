import type { Context } from 'hono';
import { html } from 'hono/html';
import type { ErrorCode } from '#bridge-protocol/error-codes.ts';
import { statusOf, type DomainError } from '../errors.ts';
import { readInline, sendPage } from './page.ts';

const script = readInline('result-page.client.js', 'script');

/** The end of a connection that was made; the window closes itself. */
export function connectedPage(c: Context, names: { workspaceName: string; appTitle: string }): Promise<Response> {
  const body = html`
    <h1>Connected</h1>
    <p>${names.workspaceName} can use your ${names.appTitle} account now. You can close this window.</p>
  `;
  return sendPage(c, 200, { title: 'Connected', body, script, close: true });
}

interface Explanation {
  title: string;
  advice: string;
}

const byCode: Partial<Record<ErrorCode, Explanation>> = {
  browser_not_proved: {
    title: 'This window was not recognised',
    advice: 'Nothing was connected. If you did not start this yourself, close the window.',
  },
  connect_denied: { title: 'Not connected', advice: 'You can close this window, and start again at any time.' },
  connect_expired: { title: 'Too late', advice: 'Close this window and start again in the page that offers the app.' },
  attempt_closed: { title: 'Already over', advice: 'Close this window and look at the page that offers the app.' },
  unknown_attempt: {
    title: 'Nothing is waiting here',
    advice: 'This window is out of date. Close it, and go on in the newer one or start again.',
  },
};

const otherwise: Explanation = {
  title: 'Not connected',
  advice: 'Close this window and start again in the page that offers the app.',
};

/** Why nothing was connected, and what to do next. The request id leads to the log. */
export function failurePage(c: Context, error: DomainError, requestId: string): Promise<Response> {
  const { title, advice } = byCode[error.code] ?? otherwise;
  const body = html`
    <h1>${title}</h1>
    <p class="trouble" role="alert">${error.message}</p>
    <p>${advice}</p>
    <p class="small">${error.code} · ${requestId}</p>
  `;
  return sendPage(c, statusOf(error.code), { title, body, script, close: error.code === 'connect_denied' });
}
