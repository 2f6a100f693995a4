import { beforeAll, expect, test } from 'vitest';
import { BackendClient } from '../testing/backend-client.ts';
import { CrmWorld } from '../testing/crm-world.ts';
import { describeOnEachDatabase } from '../testing/databases.ts';
import { makeWorkspace } from '../testing/test-workspace.ts';

const ADD = '/functions/crm-add-person/call/';
const LIST = '/functions/crm-list-persons/call/';

interface Entry {
  id: number;
  user_id: string;
  started_at: string;
}

describeOnEachDatabase('the function-call log', (openTestDatabase) => {
  let world: CrmWorld;
  let backend: BackendClient;

  beforeAll(async () => {
    world = await CrmWorld.open(await openTestDatabase());
    backend = new BackendClient(world.services, world.workspace);
    for (const user of ['ann', 'bob']) await world.connect(user);
    world.answerWith(async () => ({ status: 201, output: null, requestId: 'req_7' }));
    await world.post('ann', ADD, { name: 'Ann\0', colour: 'red', token: 'canary' });
    world.answerWith(async () => {
      throw new TypeError('canary');
    });
    await world.post('bob', ADD, { name: 'Bob' });
    world.answerWith(async () => ({ status: 404, output: null }));
    await world.post('ann', LIST, {});
  });

  const read = async (query = '') => {
    const { status, body } = await backend.ask('GET', `/function-calls/${query}`);
    expect(status).toBe(200);
    return body as { function_calls: Entry[]; _cursor: string };
  };

  test('shows what was called, with whose account, and what became of it', async () => {
    const { function_calls, _cursor } = await read();
    expect(_cursor).toBe('');
    expect(function_calls).toMatchObject([
      { user_id: 'ann', function: 'crm-list-persons', status: 'answered', network_code: '404', arguments: {} },
      { user_id: 'bob', status: 'failed', network_code: null, error_code: 'server_error' },
      {
        user_id: 'ann',
        app: 'crm',
        function: 'crm-add-person',
        connected_account_id: expect.any(Number),
        status: 'answered',
        network_code: '201',
        error_code: null,
        arguments: { name: 'Ann\ufffd', colour: 'red', token: '[redacted]' },
        provider_request_id: 'req_7',
        request_id: expect.stringMatching(/^[\da-f-]{36}$/),
        duration_ms: expect.any(Number),
      },
    ]);
    expect(JSON.stringify(function_calls)).not.toContain('canary');
  });

  test.each([
    ['?function=crm-add-person', ['bob', 'ann']],
    ['?app=crm&status=answered', ['ann', 'ann']],
    ['?app=chat', []],
    ['?user_id=bob', ['bob']],
    ['?status=unknown', []],
    ['?from=2100-01-01T00:00:00Z', []],
    ['?to=1000-01-01T00:00:00Z', []],
    ['?from=2020-01-01T00:00:00%2B02:00&to=2100-01-01T00:00:00Z', ['ann', 'bob', 'ann']],
  ])('is searched by %s', async (query, users) => {
    expect((await read(query)).function_calls.map(({ user_id }) => user_id)).toEqual(users);
  });

  test('comes in pages', async () => {
    const first = await read('?page_size=2');
    const second = await read(`?page_size=2&_cursor=${first._cursor}`);
    expect(first.function_calls.map(({ user_id }) => user_id)).toEqual(['ann', 'bob']);
    expect(second).toMatchObject({ function_calls: [{ user_id: 'ann' }], _cursor: '' });
  });

  test.each([
    '?from=yesterday',
    '?to=0000-01-01T00:00:00Z',
    '?status=lost',
    '?_cursor=x',
    '?page_size=0',
    '?user_id=',
    '?function=a%00b',
    '?app=a&app=b',
  ])('refuses %s', async (query) => {
    const { status, body } = await backend.ask('GET', `/function-calls/${query}`);
    expect({ status, code: body.code }).toEqual({ status: 400, code: 'invalid_argument' });
  });

  test('shows a workspace its own calls only', async () => {
    const other = new BackendClient(world.services, await makeWorkspace(world.services));
    expect((await other.ask('GET', '/function-calls/')).body).toEqual({ function_calls: [], _cursor: '' });
  });
});
