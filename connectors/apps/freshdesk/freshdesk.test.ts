import { describe, expect, it } from 'vitest';
import type { Credentials } from '#connectors/kit/connector.ts';
import { loadAppFolder } from '#connectors/openapi/load-app-folder.ts';
import { callContext } from '#connectors/testing/call-context.ts';

const connector = await loadAppFolder(import.meta.dirname, { environment: {} });

async function verified(values: Record<string, string>) {
  const credentials: Credentials = { scheme: 'api_key', type: 'basic', values };
  const requests: Request[] = [];
  const answer = { id: 432, contact: { email: 'sam@example.com', name: 'Sam' } };
  const fetch = (request: Request) => (requests.push(request), Promise.resolve(Response.json(answer)));
  const identity = await connector.verify({ ...callContext(credentials), fetch });
  return { identity, request: requests[0]! };
}

describe('Freshdesk', () => {
  it('asks for the domain and the API key, which is a secret', () => {
    expect(connector.auth).toMatchObject([
      {
        fields: [
          { name: 'domain', type: 'text' },
          { name: 'username', title: 'API key', type: 'secret' },
        ],
      },
    ]);
  });

  it('sends the key as the user name, to the domain of the account', async () => {
    const { identity, request } = await verified({ domain: 'acme', username: 'key' });
    expect(request.url).toBe('https://acme.freshdesk.com/api/v2/agents/me');
    expect(request.headers.get('authorization')).toBe(`Basic ${btoa('key:X')}`);
    expect(identity).toEqual({ externalId: '432', displayName: 'sam@example.com' });
  });

  it.each(['evil.example/', 'acme@evil.example', ''])('sends nothing to the domain %j', async (domain) => {
    await expect(verified({ domain, username: 'key' })).rejects.toHaveProperty('code');
  });
});
