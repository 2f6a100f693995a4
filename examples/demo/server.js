import { createHmac } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';

/**
 * The backend of Quillby, a made-up product. It serves the page and tells who is signed in; for Integry.js it does one
 * thing: it vouches for the user with a hash that only the holder of the App-Secret can compute.
 */

const { APP_KEY, APP_SECRET, INTEGRY_URL = 'http://localhost:4600', DEMO_PORT = '4601' } = process.env;
if (!APP_KEY || !APP_SECRET) {
  console.error(
    'Set APP_KEY and APP_SECRET to those of your workspace. `npm start` at the top of the repository does it.',
  );
  process.exit(1);
}
const integryOrigin = new URL(INTEGRY_URL).origin;

const users = [
  { id: 'maya', name: 'Maya Lindqvist', role: 'Owner' },
  { id: 'tomas', name: 'Tomás Okafor', role: 'Sales' },
];

/** @type {Record<string, string>} */
const contentTypes = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
};

/** All that a host page has to allow: the loader's script, its requests, its iframe, and the apps' icons. */
const contentSecurityPolicy = [
  `default-src 'none'`,
  `script-src 'self' ${integryOrigin}`,
  `connect-src 'self' ${integryOrigin}`,
  `frame-src ${integryOrigin}`,
  `img-src 'self' ${integryOrigin}`,
  `style-src 'self'`,
  `base-uri 'none'`,
  `form-action 'none'`,
  `frame-ancestors 'none'`,
].join('; ');

/** @param {string} userId */
function hashOf(userId) {
  return createHmac('sha256', String(APP_SECRET)).update(userId).digest('hex');
}

/** A real product has sessions; here a cookie names one of the two users. @param {import('node:http').IncomingMessage} request */
function signedInUser(request) {
  const id = /(?:^|;\s*)quillby_user=([a-z]+)/.exec(request.headers.cookie ?? '')?.[1];
  return users.find((user) => user.id === id) ?? users[0];
}

/** @type {Record<string, (request: import('node:http').IncomingMessage, response: import('node:http').ServerResponse) => void>} */
const routes = {
  'GET /api/me': (request, response) => sendJson(response, 200, { user: signedInUser(request), users }),

  'GET /api/integry-auth': (request, response) => {
    const userId = signedInUser(request)?.id ?? '';
    sendJson(response, 200, { appKey: APP_KEY, userId, hash: hashOf(userId) });
  },

  'POST /api/sign-in': (request, response) => {
    const user = users.find(({ id }) => id === new URL(request.url ?? '/', 'http://demo').searchParams.get('user'));
    // Another site's form may not switch the user; a script of ours names itself.
    if (!user || request.headers['sec-fetch-site'] === 'cross-site')
      return sendJson(response, 400, { error: 'unknown_user' });
    response.setHeader('Set-Cookie', `quillby_user=${user.id}; Path=/; HttpOnly; SameSite=Lax`);
    sendJson(response, 200, { user });
  },
};

/** @param {import('node:http').ServerResponse} response @param {number} status @param {unknown} body */
function sendJson(response, status, body) {
  response.writeHead(status, { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' });
  response.end(JSON.stringify(body));
}

/** @param {string} pathname @param {import('node:http').ServerResponse} response */
async function sendFile(pathname, response) {
  const path = normalize(pathname === '/' ? '/index.html' : pathname);
  const type = contentTypes[extname(path)];
  const content = type ? await readFile(join(import.meta.dirname, 'public', path)).catch(() => undefined) : undefined;
  if (!content) return sendJson(response, 404, { error: 'not_found' });
  response.writeHead(200, {
    'Content-Type': type,
    'Cache-Control': 'no-cache',
    'Content-Security-Policy': contentSecurityPolicy,
    'Referrer-Policy': 'no-referrer',
    'X-Content-Type-Options': 'nosniff',
  });
  response.end(path === '/index.html' ? content.toString().replaceAll('%INTEGRY_URL%', integryOrigin) : content);
}

const server = createServer((request, response) => {
  const pathname = (request.url ?? '/').replace(/\?.*/, '');
  const route = routes[`${request.method} ${pathname}`];
  if (route) return route(request, response);
  void sendFile(pathname, response);
});
server.listen(Number(DEMO_PORT), '127.0.0.1', () => console.log(`Quillby at http://localhost:${DEMO_PORT}`));

for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(0));
