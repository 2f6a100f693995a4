import type { Context } from 'hono';
import { html } from 'hono/html';
import type { Messages } from './messages.ts';
import { readInline, sendPage } from './page.ts';

const script = readInline('link-page.client.js', 'script');

/**
 * What a connect link opens. Who it is for and what it connects is shown to the holder of the secret only: the script has
 * it, from the fragment.
 */
export function linkPage(c: Context, { locale, say }: Messages, { path }: { path: string }): Promise<Response> {
  const title = say('link.heading');
  const body = html`
    <img id="icon" alt="" hidden />
    <h1 id="title">${title}</h1>
    <noscript><p class="trouble">${say('start.noScript')}</p></noscript>
    <div id="waiting" role="status"><div class="spinner"></div></div>
    <div id="question" hidden>
      <p id="whose"></p>
      <p id="warning"></p>
      <div id="methods"></div>
    </div>
    <form id="form" hidden>
      <div id="fields"></div>
      <p id="form-problem" class="trouble" role="alert" lang="en"></p>
      <button type="submit">${say('link.connect')}</button>
    </form>
    <div id="connected" role="status" hidden><p id="connected-text"></p></div>
    <div id="problem" role="alert" hidden>
      <p id="problem-text" class="trouble"></p>
      <p id="problem-detail" class="small" lang="en"></p>
      <p>${say('link.askAgain')}</p>
    </div>
  `;
  const texts = {
    title: say('link.title'),
    whose: say('link.whose'),
    warning: say('link.warning'),
    continue: say('link.continue'),
    connected: say('connected.title'),
    connectedText: say('connected.text'),
    unreachable: say('start.unreachable'),
    // What the server says of a problem is English, and more exact.
    problem: locale === 'en' ? null : say('start.problem'),
  };
  return sendPage(c, 200, { locale, title, body, script, data: { id: 'link', value: { path, texts } } });
}
