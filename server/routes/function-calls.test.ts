import { beforeAll, beforeEach, expect, test } from 'vitest';
import type { CallContext, InvokeRequest } from '#connectors/kit/connector.ts';
import { ConnectorError } from '#connectors/kit/errors.ts';
import { addPerson, CrmWorld } from '../testing/crm-world.ts';
import { describeOnEachDatabase } from '../testing/databases.ts';

/** Integry's words */
const refused = 'Could not call the function due to invalid input. Please see `error_details` for further information.';

describeOnEachDatabase('a function call', (openTestDatabase) => {
  let world: CrmWorld;
  let user: string;
  let users = 0;

  beforeAll(async () => {
    world = await CrmWorld.open(await openTestDatabase());
  });

  beforeEach(() => {
    user = `user-${users++}`;
    world.answerWith(async (request) => ({ status: 201, output: { success: true, data: request.input } }));
  });

  const post = (path: string, body?: unknown) => world.post(user, path, body);
  const connect = (account: Parameters<CrmWorld['connect']>[1] = {}) => world.connect(user, account);
  const loggedCalls = () => world.loggedCalls(user);

  test('hands over typed parameters and credentials, and answers what the third party said', async () => {
    const accountId = await connect({ token: 'key-1' });
    let seen: [InvokeRequest, CallContext] | undefined;
    world.answerWith(async (request, context) => {
      seen = [request, context];
      return { status: 201, output: { success: true } };
    });
    const params = { name: 'Ann', age: '5', active: false, _variables: { any: 1 } };
    const { status, body } = await post('/functions/crm-add-person/call/?connected_account_id=', params);
    expect({ status, body }).toEqual({ status: 200, body: { network_code: '201', output: { success: true } } });
    expect(seen?.[0]).toEqual({ functionName: addPerson.name, input: { name: 'Ann', age: 5, active: false } });
    expect(seen?.[1].credentials).toEqual({ scheme: 'api_token', type: 'api_key', values: { token: 'key-1' } });
    expect(await loggedCalls()).toMatchObject([
      { status: 'answered', network_code: 201, connected_account_id: accountId, function_name: addPerson.name },
    ]);
  });

  test('is written down before it leaves', async () => {
    await connect();
    let before: Awaited<ReturnType<typeof loggedCalls>> = [];
    world.answerWith(async () => {
      before = await loggedCalls();
      return { status: 200, output: null };
    });
    await post('/functions/crm-add-person/call/', { name: 'Ann' });
    expect(before).toMatchObject([{ status: 'sent', network_code: null, finished_at: null }]);
  });

  test('is refused in words without an account, and is not logged', async () => {
    const { status, body } = await post('/functions/crm-add-person/call/', { name: 'Ann' });
    expect(status).toBe(200);
    expect(body).toEqual({
      error: refused,
      error_details: [
        "User has not connected their CRM account. To connect an account, please call following SDK method: `connect('crm')`",
      ],
    });
    expect(await loggedCalls()).toEqual([]);
  });

  test('is refused by parameter where parameters are invalid, and is not logged', async () => {
    await connect();
    const { status, body } = await post('/functions/crm-add-person/call/', { age: 'old', colour: 'blue' });
    expect(status).toBe(200);
    expect(body).toEqual({
      error: refused,
      error_details: {
        name: 'This parameter is required and must not be null or empty',
        age: 'Has to be of type integer.',
        colour: 'Has to be one of: red, green.',
      },
    });
    expect(await loggedCalls()).toEqual([]);
  });

  test('with several accounts has to name one', async () => {
    const first = await connect({ displayName: 'First' });
    const second = await connect({ displayName: 'Second', token: 'key-2' });
    const { body } = await post('/functions/crm-add-person/call/', { name: 'Ann' });
    expect(body.error_details[0]).toContain(`${first} (First), ${second} (Second)`);
    let token: unknown;
    world.answerWith(async (_request, { credentials }) => {
      token = 'values' in credentials ? credentials.values.token : undefined;
      return { status: 200, output: {} };
    });
    await post(`/functions/crm-add-person/call/?connected_account_id=${second}`, { name: 'Ann' });
    expect(token).toBe('key-2');
  });

  test.each(['999999', 'NaN', '-1', '1.5', '12345678901234567890', "1' or 1=1"])(
    'with the account id %s fails',
    async (id) => {
      await connect();
      const path = `/functions/crm-add-person/call/?connected_account_id=${encodeURIComponent(id)}`;
      const { status, body } = await post(path, { name: 'Ann' });
      expect([400, 404]).toContain(status);
      expect(['invalid_argument', 'unknown_account']).toContain(body.code);
    },
  );

  test('with an account of another app fails', async () => {
    const id = await connect({ app: 'chat' });
    const { body } = await post(`/functions/crm-add-person/call/?connected_account_id=${id}`, { name: 'Ann' });
    expect(body).toMatchObject({ code: 'unknown_account' });
  });

  test('with an account of another user, or one that was deleted, fails', async () => {
    await connect();
    const foreign = await world.connect(`${user}-other`);
    const gone = await connect({ displayName: 'Gone' });
    await world.disconnect(gone);
    for (const id of [foreign, gone]) {
      const answer = await post(`/functions/crm-add-person/call/?connected_account_id=${id}`, { name: 'Ann' });
      expect(answer).toMatchObject({ status: 404, body: { code: 'unknown_account' } });
    }
    expect(await loggedCalls()).toEqual([]);
  });

  test('with an account whose access has ended fails', async () => {
    await connect({ status: 'needs_reconnect' });
    const { status, body } = await post('/functions/crm-add-person/call/', { name: 'Ann' });
    expect({ status, code: body.code }).toEqual({ status: 409, code: 'needs_reconnect' });
  });

  test('of a function that is not there fails', async () => {
    for (const name of ['crm-none', 'CRM-add-person', '__proto__', 'constructor', '..%2F..%2Fapps']) {
      expect(await post(`/functions/${name}/call/`, {})).toMatchObject({ status: 404 });
    }
  });

  test('answers what the third party refused', async () => {
    await connect();
    world.answerWith(async () => ({ status: 400, output: { success: false, error: 'no' } }));
    const { status, body } = await post('/functions/crm-add-person/call/', { name: 'Ann' });
    expect({ status, body }).toEqual({
      status: 200,
      body: { network_code: '400', output: { success: false, error: 'no' } },
    });
  });

  test.each([
    [new ConnectorError('provider_unreachable', 'CRM cannot be reached.'), 502, 'provider_unreachable'],
    [new ConnectorError('provider_timeout', 'CRM took too long.'), 504, 'provider_timeout'],
    [new ConnectorError('response_too_large', 'Too much.'), 502, 'response_too_large'],
    [new TypeError('secret-token in a bug'), 500, 'server_error'],
  ])('that ends in %s carries its code and is closed in the log', async (error, status, code) => {
    await connect();
    world.answerWith(async () => {
      throw error;
    });
    const answer = await post('/functions/crm-add-person/call/', { name: 'Ann' });
    expect(answer).toMatchObject({ status, body: { code, request_id: expect.any(String) } });
    expect(JSON.stringify(answer.body)).not.toContain('secret-token');
    const [call] = await loggedCalls();
    expect(call).toMatchObject({ status: 'failed', error_code: code, request_id: answer.body.request_id });
  });

  test('that reads is made again where the failure may pass, as one call in the log', async () => {
    await connect();
    let tries = 0;
    world.answerWith(async () =>
      ++tries === 1 ? { status: 429, output: null, retryAfter: '0' } : { status: 200, output: [] },
    );
    expect((await post('/functions/crm-list-persons/call/')).body).toMatchObject({ network_code: '200', output: [] });
    expect(tries).toBe(2);
    expect(await loggedCalls()).toMatchObject([{ status: 'answered', network_code: 200 }]);
  });

  test('that writes is made once where it may have been done', async () => {
    await connect();
    let tries = 0;
    world.answerWith(async () => ({ status: 503, output: `try ${++tries}`, retryAfter: '0' }));
    const { body } = await post('/functions/crm-add-person/call/', { name: 'Ann' });
    expect(body).toEqual({ network_code: '503', output: 'try 1' });
  });

  test('goes to the account that its form names, unless the address names another', async () => {
    const ids = [await connect(), await connect({ token: 'key-2' })];
    const call = (query: string, body: object) =>
      post(`/functions/crm-add-person/call/${query}`, { name: 'Ann', ...body });
    await call('', { _connected_account_id: String(ids[1]) });
    await call(`?connected_account_id=${ids[0]}`, { _connected_account_id: String(ids[1]) });
    expect((await loggedCalls()).map((row) => row.connected_account_id)).toEqual([ids[1], ids[0]]);
    expect(await call('', { _connected_account_id: 'x' })).toMatchObject({ status: 400 });
  });

  test('can be checked without being made, also without an account', async () => {
    const check = async (body: object) => (await post('/functions/crm-add-person/check/', body)).body;
    expect(await check({ name: 'Ann', age: '5', _connected_account_id: '1', _variables: {} })).toEqual({
      problems: {},
    });
    expect(await check({ age: 'old' })).toEqual({
      problems: { age: expect.stringContaining('type'), name: expect.stringContaining('required') },
    });
    expect(await post('/functions/crm-nothing/check/', {})).toMatchObject({ status: 404 });
    expect(await loggedCalls()).toEqual([]);
  });

  test('of a paged function takes the cursor under either name and answers both', async () => {
    await connect();
    world.answerWith(async ({ cursor }) => ({
      status: 200,
      output: [cursor ?? 'first'],
      nextPage: cursor ? '' : 'two',
    }));
    const call = (body: object) => post('/functions/crm-list-persons/call/', body);
    expect((await call({})).body).toEqual({
      network_code: '200',
      output: ['first'],
      next_page: 'two',
      _cursor: 'two',
    });
    expect((await call({ next_page: 'two' })).body).toMatchObject({ output: ['two'], next_page: '', _cursor: null });
    expect((await call({ _cursor: 'two', next_page: '' })).body).toMatchObject({ output: ['two'] });
    expect(await call({ next_page: { a: 1 } })).toMatchObject({ status: 400, body: { code: 'invalid_argument' } });
  });

  test.each([
    ['malformed', '{"name":', 400],
    ['no object', '[1]', 400],
    ['null', 'null', 400],
    ['a prototype', '{"__proto__":{"name":"x"}}', 400],
    ['deep', `${'{"a":'.repeat(500)}1${'}'.repeat(500)}`, 400],
    ['too large', JSON.stringify({ name: 'x'.repeat(5 * 1024 * 1024) }), 413],
  ])('with a body that is %s fails', async (_what, body, status) => {
    await connect();
    const answer = await post('/functions/crm-add-person/call/', body);
    expect(answer.status).toBe(status);
    expect(answer.body).toMatchObject({ code: expect.any(String), detail: expect.any(String) });
  });
});
