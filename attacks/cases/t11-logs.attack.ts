import { describe } from 'vitest';
import { createLogger, type LogFields } from '#server/log.ts';
import { attack, type Defence } from '../attack.ts';
import { logCutsQueries, logHasListedFields, logKeepsSecretsOut } from '../defences/http.ts';

const SECRET = 'Zm9yYmlkZGVuLXNlY3JldC1vZi1hLXVzZXI';

/** The line that is written, if the secret is in it. */
function written(message: string, fields: LogFields = {}): string | undefined {
  let lines = '';
  createLogger('trace', { write: (line: string) => void (lines += line) }).error(message, fields);
  if (lines === '') throw new Error('Nothing was written.');
  return lines.includes(SECRET) ? lines.slice(0, 120) : undefined;
}

/** Texts of others, as they come in errors of libraries and third parties */
const texts: [what: string, text: string][] = [
  ['an App-Secret', `as_${SECRET}`],
  ['the secret of a webhook', `whsec_${SECRET}`],
  ['the token of a session', `ak_AAAAAAAAAAAAAAAAAAAAAA.${SECRET}`],
  ['a bearer token', `Authorization: Bearer ${SECRET}`],
  ['a bearer token in small letters', `bearer ${SECRET}`],
  ['a client’s password', `Basic ${SECRET}`],
  ['a JWT', `eyJhbGciOiJIUzI1NiJ9.${SECRET}.${SECRET}`],
  ['the password of a database', `postgres://integry:${SECRET}@db.internal/integry`],
  ['a hash', `hash=${SECRET}`],
  ['an access token of a form', `access_token=${SECRET}&expires_in=1`],
  ['a refresh token in JSON', `{"refresh_token":"${SECRET}"}`],
  ['a client secret in JSON', `{"client_secret": "${SECRET}"}`],
  ['a password', `password: ${SECRET}`],
  ['an API key', `api-key=${SECRET}`],
  ['a cookie', `cookie: ${SECRET}`],
  ['the verifier of PKCE', `code_verifier=${SECRET}`],
  ['the query of an address', `GET https://api.example.com/callback?code=${SECRET} failed`],
];

describe('a log line', () => {
  for (const [what, text] of texts) {
    attack('T11', `${what} in a message`, [logKeepsSecretsOut], async () => written(text));
    attack('T11', `${what} in an error`, [logKeepsSecretsOut], async () => written('x', { error: new Error(text) }));
    attack('T11', `${what} in the cause of an error`, [logKeepsSecretsOut], async () =>
      written('x', { error: new Error('y', { cause: new Error(text) }) }),
    );
  }
  const fields: [string, object, Defence][] = [
    ['a field that nobody listed', { token: SECRET }, logHasListedFields],
    ['headers', { headers: { authorization: SECRET } }, logHasListedFields],
    ['a body', { body: { password: SECRET } }, logHasListedFields],
    ['the query of a path', { path: `/oauth/callback/a/b?code=${SECRET}` }, logCutsQueries],
    ['the fragment of a path', { path: `/link/a/b#${SECRET}` }, logCutsQueries],
  ];
  for (const [what, given, defence] of fields) {
    attack('T11', `${what} beside a message`, [defence], async () => written('x', given));
  }
});
