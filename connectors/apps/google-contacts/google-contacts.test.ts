import { afterAll, beforeAll, expect, it } from 'vitest';
import { startVendorStandIn, type VendorStandIn } from '#connectors/testing/vendor-stand-in.ts';

let contacts: VendorStandIn;

beforeAll(async () => {
  contacts = await startVendorStandIn(import.meta.dirname, {
    '/v1/people/me/connections': {
      connections: [
        { resourceName: 'people/c1', names: [{ displayName: 'Ada Arden' }] },
        { resourceName: 'people/c2', emailAddresses: [{ value: 'ben@example.com' }] },
      ],
    },
  });
});
afterAll(() => contacts.server.close());

it('offers contacts by what is known of them', async () => {
  expect((await contacts.options('delete-a-contact', 'resourceName')).options).toEqual([
    { value: 'people/c1', title: 'Ada Arden' },
    { value: 'people/c2', title: 'ben@example.com' },
  ]);
  expect(contacts.server.last().path).toContain('personFields=names,emailAddresses,organizations');
});

it('takes resource names as Google writes them, and none that leads out of its place', async () => {
  const names = [{ givenName: 'Ada', familyName: 'Brook' }];
  const change = { resourceName: 'people/c1', etag: '%EgUBAj0', updatePersonFields: ['names'], names };
  await contacts.invoke('update-a-contact', change);
  expect(contacts.server.last()).toMatchObject({
    method: 'PATCH',
    path: '/v1/people/c1:updateContact?updatePersonFields=names',
    body: JSON.stringify({ names, etag: '%EgUBAj0' }),
  });
  await contacts.invoke('get-a-contact-group', { resourceName: 'contactGroups/abc', maxMembers: 10 });
  expect(contacts.server.last().path).toBe('/v1/contactGroups/abc?maxMembers=10');
  await expect(contacts.invoke('delete-a-contact', { resourceName: 'people/../c1' })).rejects.toMatchObject({
    code: 'invalid_argument',
  });
});
