import type { HttpBindings } from '@hono/node-server';
import { Hono, type Context } from 'hono';
import { secureHeaders } from 'hono/secure-headers';
import { readFileSync } from 'node:fs';
import type { Interaction, Provider } from 'oidc-provider';
import { consentPage, errorPage, homePage, signInPage } from './pages.ts';
import type { Users } from './users.ts';

type Env = { Bindings: HttpBindings };

const style = readFileSync(new URL('./style.css', import.meta.url), 'utf8');
const logo = readFileSync(new URL('./logo.svg', import.meta.url), 'utf8');

/**
 * The pages a person sees. No `form-action` in their policy: browsers apply it to the whole chain of redirects that
 * follows a form, and the last one leads to the client.
 */
export function createPages(provider: Provider, users: Users): Hono<Env> {
  const pages = new Hono<Env>();
  const current = (c: Context<Env>) => provider.interactionDetails(c.env.incoming, c.env.outgoing);
  const finish = async (c: Context<Env>, result: Record<string, unknown>, merge: boolean) =>
    c.redirect(
      await provider.interactionResult(c.env.incoming, c.env.outgoing, result, { mergeWithLastSubmission: merge }),
      303,
    );

  pages.use(
    secureHeaders({
      contentSecurityPolicy: {
        defaultSrc: ["'none'"],
        styleSrc: ["'self'"],
        imgSrc: ["'self'"],
        baseUri: ["'none'"],
        frameAncestors: ["'none'"],
      },
      // Off unless a test asks for it: the product has to bear providers with it and without it.
      crossOriginOpenerPolicy: false,
      xFrameOptions: 'DENY',
      strictTransportSecurity: false,
    }),
  );
  pages.use(async (c, next) => {
    await next();
    c.header('Cache-Control', 'no-store');
  });

  pages.onError((_error, c) => {
    return c.html(errorPage('interaction_expired', 'This sign-in has expired or was started in another browser.'), 400);
  });
  pages.notFound((c) => c.html(errorPage('not_found', 'There is nothing at this address.'), 404));

  pages.get('/', (c) => c.html(homePage()));
  pages.get('/style.css', (c) => c.body(style, 200, { 'Content-Type': 'text/css; charset=utf-8' }));
  pages.get('/logo.svg', (c) => c.body(logo, 200, { 'Content-Type': 'image/svg+xml' }));

  pages.get('/interaction/:uid', async (c) => {
    const interaction = await current(c);
    const user = users.find(interaction.session?.accountId ?? '');
    const clientName = await nameOf(provider, interaction);
    if (interaction.prompt.name !== 'consent' || !user) {
      return c.html(signInPage({ uid: interaction.uid, clientName, userName: '' }));
    }
    const { redirect_uri, scope = '' } = interaction.params;
    return c.html(
      consentPage({
        uid: interaction.uid,
        clientName,
        redirectHost: new URL(redirect_uri ?? '').host,
        user,
        scopes: scope.split(' ').filter(Boolean),
      }),
    );
  });

  pages.post('/interaction/:uid/sign-in', async (c) => {
    const interaction = await current(c);
    const form = await c.req.parseBody();
    const userName = asText(form['user']);
    const user = users.signIn(userName, asText(form['password']));
    if (typeof user !== 'string') return finish(c, { login: { accountId: user.id } }, false);
    const clientName = await nameOf(provider, interaction);
    return c.html(signInPage({ uid: interaction.uid, clientName, userName, problem: user }), 422);
  });

  pages.post('/interaction/:uid/sign-out', async (c) => {
    const { session, params } = await current(c);
    if (session) await (await provider.Session.find(session.cookie))?.destroy();
    const given = Object.entries(params).filter((entry): entry is [string, string] => typeof entry[1] === 'string');
    return c.redirect(`/auth?${new URLSearchParams(given)}`, 303);
  });

  pages.post('/interaction/:uid/allow', async (c) => {
    const interaction = await current(c);
    return finish(c, { consent: { grantId: await grant(provider, interaction) } }, true);
  });

  pages.post('/interaction/:uid/deny', async (c) => {
    const refusal = { error: 'access_denied', error_description: 'The user did not allow the access.' };
    return finish(c, refusal, false);
  });

  return pages;
}

async function grant(provider: Provider, { session, params }: Interaction): Promise<string> {
  const granted = new provider.Grant({ accountId: session?.accountId ?? '', clientId: params['client_id'] ?? '' });
  granted.addOIDCScope(params['scope'] ?? '');
  return granted.save();
}

async function nameOf(provider: Provider, { params }: Interaction): Promise<string> {
  const id = params['client_id'] ?? '';
  return (await provider.Client.find(id))?.clientName ?? id;
}

function asText(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
