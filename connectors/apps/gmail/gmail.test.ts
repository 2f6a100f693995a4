import { afterAll, beforeAll, expect, it } from 'vitest';
import type { OAuth2Scheme } from '#connectors/kit/connector.ts';
import { startVendorStandIn, type VendorStandIn } from '#connectors/testing/vendor-stand-in.ts';

let gmail: VendorStandIn;

beforeAll(async () => {
  gmail = await startVendorStandIn(import.meta.dirname, {
    '/v1/userinfo': { sub: '110169484474386276334', email: 'sam@example.com', email_verified: true },
    '/gmail/v1/users/me/labels': {
      labels: [
        { id: 'INBOX', name: 'INBOX' },
        { id: 'Label_7', name: 'Projects/Alpha' },
      ],
    },
  });
});
afterAll(() => gmail.server.close());

it('asks Google for offline access, and whose account it is', async () => {
  expect(gmail.connector.auth[0] as OAuth2Scheme).toMatchObject({
    authorizationUrl: 'https://accounts.google.com/o/oauth2/v2/auth',
    tokenUrl: 'https://oauth2.googleapis.com/token',
    revocationUrl: 'https://oauth2.googleapis.com/revoke',
    scopes: ['openid', 'email', 'https://www.googleapis.com/auth/gmail.modify'],
    authorizationParameters: { access_type: 'offline', prompt: 'consent' },
  });
  expect(await gmail.connector.verify(gmail.context)).toEqual({
    externalId: '110169484474386276334',
    displayName: 'sam@example.com',
  });
  expect(gmail.meant.at(-1)).toBe('GET https://openidconnect.googleapis.com/v1/userinfo');
});

it('sends a message as base64url', async () => {
  const raw = Buffer.from('To: ada@example.com\r\nSubject: Hello\r\n\r\nHi Ada').toString('base64url');
  await gmail.invoke('send-a-message', { raw });
  expect(gmail.meant.at(-1)).toBe('POST https://gmail.googleapis.com/gmail/v1/users/me/messages/send');
  expect(JSON.parse(gmail.server.last().body)).toEqual({ raw });
});

it('finds messages with all of several labels, which a dropdown names', async () => {
  expect(await gmail.options('get-all-messages', 'labelIds')).toEqual({
    options: [
      { value: 'INBOX', title: 'INBOX' },
      { value: 'Label_7', title: 'Projects/Alpha' },
    ],
  });
  await gmail.invoke('get-all-messages', { labelIds: ['INBOX', 'Label_7'], q: 'is:unread' });
  expect(gmail.server.last().path).toBe('/gmail/v1/users/me/messages?q=is%3Aunread&labelIds=INBOX&labelIds=Label_7');
});
