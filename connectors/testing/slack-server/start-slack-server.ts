import { getRequestListener } from '@hono/node-server';
import { Hono, type Context } from 'hono';
import { startLoopbackServer } from '../loopback-server.ts';
import { methods } from './methods.ts';
import { SlackError } from './slack-error.ts';
import { bot, createWorkspace, team, user, type Caller } from './workspace.ts';

export interface SlackServer {
  /** `http://127.0.0.1:<port>`: what stands behind `https://slack.com` */
  origin: string;
  /** The bot token it takes */
  token: string;
  /** The token of a user that it takes */
  userToken: string;
  /** What an operator would have registered */
  client: { id: string; secret: string };
  /** Every call so far, without its token */
  calls: { method: string; arguments: Record<string, string> }[];
  close(): Promise<void>;
}

const TOKEN = ['xoxb', '0000000000', 'local-bot-token'].join('-');
const USER_TOKEN = ['xoxp', '0000000000', 'local-user-token'].join('-');
const CLIENT = { id: '1234567890.1234567890', secret: 'local-client-secret' };
const CODE = 'local-authorization-code';
/** Of an authorization that was also asked for scopes of the user */
const USER_CODE = 'local-authorization-code-of-a-user';

/**
 * A local Slack for tests: the Web API's way of taking arguments, tokens, cursors and refusals, which all come with status
 * 200, for what `connectors/apps/slack` calls most. Whoever asks to be let in by OAuth is. Nothing outlives it.
 */
export async function startSlackServer(): Promise<SlackServer> {
  const calls: SlackServer['calls'] = [];
  const listener = getRequestListener(createApp(calls).fetch, { overrideGlobalObjects: false });
  return { ...(await startLoopbackServer(listener)), token: TOKEN, userToken: USER_TOKEN, client: CLIENT, calls };
}

function createApp(calls: SlackServer['calls']): Hono {
  const workspace = createWorkspace();
  const app = new Hono();
  app.onError((error, context) => {
    if (error instanceof SlackError) return context.json({ ok: false, error: error.code, ...error.details });
    throw error;
  });
  app.get('/oauth/v2/authorize', authorize);
  app.on(['GET', 'POST'], '/api/:method', async (context) => {
    const method = context.req.param('method');
    const { token, ...given } = await argumentsOf(context);
    calls.push({ method, arguments: given });
    if (method === 'oauth.v2.access') return context.json({ ok: true, ...tokenReply(given) });
    const caller = callerOf(context.req.header('authorization')?.replace(/^Bearer /, '') ?? token);
    if (method === 'auth.revoke') return context.json({ ok: true, revoked: true });
    const run = Object.hasOwn(methods, method) ? methods[method] : undefined;
    if (!run) throw new SlackError('unknown_method', { req_method: method });
    return context.json({ ok: true, ...run(workspace, given, caller) });
  });
  return app;
}

/** Arguments are a query, a form or, with POST, JSON: to the methods they are the same. */
async function argumentsOf(context: Context): Promise<Record<string, string>> {
  const type = context.req.header('content-type') ?? '';
  const body: Record<string, unknown> = type.includes('json')
    ? await context.req.json<Record<string, unknown>>()
    : Object.fromEntries(new URLSearchParams(await context.req.text()));
  const texts = Object.entries(body).map(([name, value]) => [
    name,
    typeof value === 'string' ? value : JSON.stringify(value),
  ]);
  return { ...context.req.query(), ...(Object.fromEntries(texts) as Record<string, string>) };
}

function callerOf(token: string | undefined): Caller {
  if (!token) throw new SlackError('not_authed');
  if (token === TOKEN) return bot;
  if (token === USER_TOKEN) return user;
  throw new SlackError('invalid_auth');
}

function authorize(context: Context): Response {
  const { client_id, redirect_uri = '', state = '', user_scope } = context.req.query();
  const target = URL.parse(redirect_uri);
  if (client_id !== CLIENT.id || !target) return context.text('Something went wrong when authorizing this app.', 400);
  target.searchParams.set('code', user_scope ? USER_CODE : CODE);
  target.searchParams.set('state', state);
  return context.redirect(target.href);
}

function tokenReply({ client_id, client_secret, code }: Record<string, string>): Record<string, unknown> {
  if (client_id !== CLIENT.id) throw new SlackError('invalid_client_id');
  if (client_secret !== CLIENT.secret) throw new SlackError('bad_client_secret');
  if (code !== CODE && code !== USER_CODE) throw new SlackError('invalid_code');
  const userToken = { scope: 'search:read,chat:write', access_token: USER_TOKEN, token_type: 'user' };
  return {
    app_id: bot.appId,
    authed_user: { id: user.userId, ...(code === USER_CODE ? userToken : {}) },
    scope: 'channels:read,chat:write,users:read',
    token_type: 'bot',
    access_token: TOKEN,
    bot_user_id: bot.userId,
    team: { id: team.id, name: team.name },
    enterprise: null,
    is_enterprise_install: false,
  };
}
