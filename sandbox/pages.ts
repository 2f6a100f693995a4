import { html, raw } from 'hono/html';

type Markup = ReturnType<typeof html>;

const scopeTitles: Record<string, string> = {
  contacts: 'See, add, change and delete your contacts',
  openid: 'Know who you are: your user name, name and e-mail address',
  offline_access: 'Stay connected while you are away, until you disconnect it',
};

export interface SignInPage {
  uid: string;
  clientName: string;
  userName: string;
  problem?: string;
}

export function signInPage({ uid, clientName, userName, problem }: SignInPage): Markup {
  return layout(
    'Sign in',
    html`<h1>Sign in</h1>
      <p class="lead">to connect <strong>${clientName}</strong> with your Sandbox CRM account</p>
      ${problem ? html`<p class="problem" role="alert" id="problem">${problem}</p>` : ''}
      <form method="post" action="/interaction/${uid}/sign-in">
        <label for="user">User name</label>
        <input
          id="user"
          name="user"
          value="${userName}"
          autocomplete="username"
          autocapitalize="none"
          spellcheck="false"
          required
          autofocus
          ${problem ? raw('aria-describedby="problem" aria-invalid="true"') : ''}
        />
        <label for="password">Password</label>
        <input id="password" name="password" type="password" autocomplete="current-password" required />
        <div class="actions">
          <button class="primary">Sign in</button>
          <button formaction="/interaction/${uid}/deny" formnovalidate>Cancel</button>
        </div>
      </form>
      <p class="hint">
        This is a made-up product for trying things out. Sign in as <code>demo</code> with the password
        <code>demo</code>, or choose a new user name to make an account.
      </p>`,
  );
}

export interface ConsentPage {
  uid: string;
  clientName: string;
  redirectHost: string;
  user: { name: string; email: string };
  scopes: string[];
}

export function consentPage({ uid, clientName, redirectHost, user, scopes }: ConsentPage): Markup {
  return layout(
    'Allow access',
    html`<h1>Allow access?</h1>
      <p class="lead"><strong>${clientName}</strong> asks for access to your Sandbox CRM account.</p>
      <div class="account">
        <span class="avatar" aria-hidden="true">${user.name.charAt(0)}</span>
        <span class="identity"><span class="name">${user.name}</span><span class="email">${user.email}</span></span>
        <form method="post" action="/interaction/${uid}/sign-out"><button class="link">Not you?</button></form>
      </div>
      <h2>It will be able to</h2>
      <ul>
        ${scopes.map((scope) => html`<li>${scopeTitles[scope] ?? scope}</li>`)}
      </ul>
      <form method="post" action="/interaction/${uid}/allow" class="actions">
        <button class="primary">Allow</button>
        <button formaction="/interaction/${uid}/deny">Deny</button>
      </form>
      <p class="hint">You will be taken back to <strong>${redirectHost}</strong>.</p>`,
  );
}

export function homePage(): Markup {
  return layout(
    'Sandbox CRM',
    html`<h1>Sandbox CRM</h1>
      <p class="lead">A small third party for demos and tests: an OAuth 2 server and a contacts API behind it.</p>
      <dl>
        <dt>Sign in as</dt>
        <dd><code>demo</code>, password <code>demo</code>; a new user name makes an account</dd>
        <dt>OAuth</dt>
        <dd><code>/auth</code>, <code>/token</code>, <code>/token/revocation</code>, <code>/me</code></dd>
        <dt>API</dt>
        <dd>
          <code>/api/me</code>, <code>/api/contacts</code>, <code>/api/slow</code>, <code>/api/failing</code>,
          <code>/api/rate-limited</code>
        </dd>
      </dl>`,
  );
}

export function errorPage(error: string, description: string): Markup {
  return layout(
    'Something is wrong',
    html`<h1>This did not work</h1>
      <p class="lead" role="alert">${description}</p>
      <p class="hint">Close this window and start again. Code: <code>${error}</code></p>`,
  );
}

function layout(title: string, content: Markup): Markup {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${title === 'Sandbox CRM' ? title : `${title} – Sandbox CRM`}</title>
        <link rel="stylesheet" href="/style.css" />
        <link rel="icon" href="/logo.svg" />
      </head>
      <body>
        <header><img src="/logo.svg" alt="" width="36" height="36" /><span>Sandbox CRM</span></header>
        <main>${content}</main>
      </body>
    </html>`;
}
