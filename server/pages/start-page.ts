import type { Context } from 'hono';
import { html } from 'hono/html';
import { readInline, sendPage } from './page.ts';

const script = readInline('start-page.client.js', 'script');

export interface StartPage {
  attemptId: string;
  /** Of the page itself; its steps are below it */
  path: string;
  scheme: string | null;
  workspaceName: string;
  appTitle: string;
  iconUrl: string | null;
}

/** Where the popup opens. It names both sides, and holds nothing secret. */
export function startPage(c: Context, { workspaceName, appTitle, iconUrl, ...attempt }: StartPage): Promise<Response> {
  const title = `Connecting ${workspaceName} to ${appTitle}…`;
  const body = html`
    ${iconUrl === null ? '' : html`<img src="${iconUrl}" alt="" />`}
    <h1>${title}</h1>
    <noscript>
      <p class="trouble">This page needs JavaScript. Switch it on for this site, close the window and start again.</p>
    </noscript>
    <div id="waiting" role="status">
      <p>${appTitle} will ask you to allow access.</p>
      <div class="spinner"></div>
    </div>
    <div id="pairing" role="status" hidden>
      <p>Go back to the page that asked you to connect ${appTitle}, and type this code there:</p>
      <output id="code"></output>
      <p>
        Type it only if you started this in <strong>${workspaceName}</strong> yourself, and never give it to anybody.
        Otherwise close this window.
      </p>
    </div>
    <div id="problem" role="alert" hidden>
      <p id="problem-text" class="trouble"></p>
      <p>Close this window and go back to the page that asked.</p>
    </div>
  `;
  return sendPage(c, 200, { title, body, script, data: { id: 'attempt', value: attempt } });
}
