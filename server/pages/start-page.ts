import type { Context } from 'hono';
import { html } from 'hono/html';
import type { Messages } from './messages.ts';
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
export function startPage(
  c: Context,
  { locale, say }: Messages,
  { workspaceName, appTitle, iconUrl, ...attempt }: StartPage,
): Promise<Response> {
  const names = { workspace: workspaceName, app: appTitle };
  const title = say('start.title', names);
  const [beforeWorkspace = '', afterWorkspace = ''] = say('start.codeWarning').split('{workspace}');
  const body = html`
    ${iconUrl === null ? '' : html`<img src="${iconUrl}" alt="" />`}
    <h1>${title}</h1>
    <noscript><p class="trouble">${say('start.noScript')}</p></noscript>
    <div id="waiting" role="status">
      <p>${say('start.willAsk', names)}</p>
      <div class="spinner"></div>
    </div>
    <div id="pairing" role="status" hidden>
      <p>${say('start.typeCode', names)}</p>
      <output id="code"></output>
      <p>${beforeWorkspace}<strong>${workspaceName}</strong>${afterWorkspace}</p>
    </div>
    <div id="problem" role="alert" hidden>
      <p id="problem-text" class="trouble"></p>
      <p id="problem-detail" class="small" lang="en"></p>
      <p>${say('start.goBack')}</p>
    </div>
  `;
  const texts = {
    unreachable: say('start.unreachable'),
    // What the server says of a problem is English, and more exact.
    problem: locale === 'en' ? null : say('start.problem'),
  };
  return sendPage(c, 200, { locale, title, body, script, data: { id: 'attempt', value: { ...attempt, texts } } });
}
