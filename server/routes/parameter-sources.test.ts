import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Connector } from '#connectors/kit/connector.ts';
import { ConnectorError } from '#connectors/kit/errors.ts';
import type { Services } from '../services.ts';
import { describeOnEachDatabase } from '../testing/databases.ts';
import { fakeConnector } from '../testing/fake-connector.ts';
import { testServices } from '../testing/test-services.ts';
import { TestUser } from '../testing/test-user.ts';
import { addAccount, makeWorkspace, type TestWorkspace } from '../testing/test-workspace.ts';

const addCard = {
  name: 'crm-add-card',
  parameters: {
    type: 'object',
    properties: {
      title: { type: 'string' },
      board: { type: 'integer' },
      list: { type: 'string' },
      label: { type: 'string' },
      fields: { type: 'object', properties: {} },
    },
    required: ['title', 'board'],
  },
  options: {
    list: { dependsOn: ['board', 'label'], searchable: true },
    label: { dependsOn: [], searchable: false },
  },
  fields: { fields: { dependsOn: ['board'] } },
};
const missing = 'This parameter is required and must not be null or empty';

describeOnEachDatabase('what is fetched for a parameter', (openTestDatabase) => {
  let services: Services;
  let workspace: TestWorkspace;
  let user: TestUser;
  let accountId: number;
  let users = 0;
  let options: Connector['options'];
  let fields: Connector['fields'];

  beforeAll(async () => {
    const crm = fakeConnector({
      name: 'crm',
      title: 'CRM',
      functions: [addCard],
      options: (request, context) => options(request, context),
      fields: (request, context) => fields(request, context),
    });
    services = await testServices(await openTestDatabase(), [crm]);
    workspace = await makeWorkspace(services);
  });

  beforeEach(async () => {
    user = await TestUser.signIn(services, workspace, `user-${users++}`);
    accountId = await connect('Ann’s');
    options = async (request) => ({ options: [{ value: request.input, title: JSON.stringify(request) }] });
    fields = async () => ({ type: 'object', properties: { Due: { type: 'string' } }, required: ['Due'] });
  });

  const connect = (displayName: string, more = {}) =>
    addAccount(services, { workspaceId: workspace.id, userId: user.id }, { app: 'crm', displayName, ...more });
  const ask = (what: string, body: object = {}, query = '') =>
    user.api('POST', `/functions/crm-add-card/${what}/${query}`, body);

  describe('choices', () => {
    test('come by the form’s first request, and by that for a further page', async () => {
      const seen: unknown[] = [];
      options = async (request, { credentials }) => {
        seen.push({ ...request, credentials });
        const option = { value: 7, title: 'Seven' };
        return request.cursor ? { options: [], nextPage: '' } : { options: [option], nextPage: 'two' };
      };
      const query = `?integry_lang=en&connected_account_id=${accountId}&authorization_id=${accountId}&board=5`;
      const first = await ask('options/list', { board: '5', query_string_data: { board: '5' } }, query);
      expect(first).toMatchObject({ status: 200, body: { output: [{ id: 7, value: 'Seven' }], _cursor: 'two' } });
      const second = await ask('options/list', { board: '5', _cursor: 'two' }, query);
      expect(second).toMatchObject({ status: 200, body: { output: [], _cursor: null } });
      const credentials = { scheme: 'api_token', type: 'api_key', values: { token: 'secret-token' } };
      const asked = { functionName: 'crm-add-card', parameter: 'list', input: { board: 5 }, credentials };
      expect(seen).toEqual([asked, { ...asked, cursor: 'two' }]);
    });

    test('get the values they depend on and no others, typed, and the search', async () => {
      const values = { board: '5', label: 9, title: 'x', list: 'y' };
      const { body } = await ask('options/list', { query_string_data: values, search: 'do' });
      expect(body.output).toMatchObject([
        { id: { board: 5, label: '9' }, value: expect.stringContaining('"search":"do"') },
      ]);
    });

    test('are refused where a required parameter they depend on is missing or invalid', async () => {
      for (const [board, problem] of [
        [undefined, missing],
        ['', missing],
        [null, missing],
        ['x', 'Has to be of type integer.'],
      ]) {
        const { status, body } = await ask('options/list', { query_string_data: { board } });
        expect({ status, body }).toMatchObject({ status: 200, body: { error_details: { board: problem } } });
      }
    });

    test.each(['title', 'board', 'none', 'constructor', '__proto__', 'toString'])(
      'are none for the parameter %s',
      async (parameter) => {
        const { status, body } = await ask(`options/${parameter}`);
        expect({ status, code: body.code }).toEqual({ status: 404, code: 'not_found' });
        expect(body.detail).toContain('list, label');
      },
    );
  });

  describe('fields', () => {
    test('are a schema with meta, and the list that Integry’s client reads', async () => {
      const { status, body } = await ask('fields/fields', { board: 5 });
      expect({ status, body }).toEqual({
        status: 200,
        body: {
          parameters: {
            type: 'object',
            properties: { Due: { type: 'string', meta: expect.objectContaining({ title: 'Due', is_required: true }) } },
            required: ['Due'],
          },
          output: [{ id: 'Due', title: 'Due', type: 'TEXTFIELD', is_required: true }],
        },
      });
    });

    test('get the values they depend on', async () => {
      const seen: unknown[] = [];
      fields = async (request) => {
        seen.push(request);
        return {};
      };
      await ask('fields/fields', { query_string_data: { board: '5', title: 'x' } });
      expect(seen).toEqual([{ functionName: 'crm-add-card', parameter: 'fields', input: { board: 5 } }]);
      expect((await ask('fields/fields')).body).toMatchObject({ error_details: { board: missing } });
    });

    test('are none for a parameter that has choices', async () => {
      expect(await ask('fields/list')).toMatchObject({ status: 404, body: { code: 'not_found' } });
    });
  });

  describe.each(['options/label', 'fields/fields'])('%s', (path) => {
    const body = { query_string_data: { board: 1 } };

    test('is refused in words without an account', async () => {
      const other = await TestUser.signIn(services, workspace, `user-${users++}`);
      const { status, body: answer } = await other.api('POST', `/functions/crm-add-card/${path}/`, body);
      expect({ status, answer }).toMatchObject({
        status: 200,
        answer: { error_details: [expect.stringContaining("`connect('crm')`")] },
      });
    });

    test('has to name one of several accounts', async () => {
      const second = await connect('Second');
      expect((await ask(path, body)).body.error_details).toEqual([expect.stringContaining(`${second} (Second)`)]);
      expect(await ask(path, body, `?connected_account_id=${second}`)).toMatchObject({ body: { output: [{}] } });
    });

    test.each([
      ['999999', 404, 'unknown_account'],
      ['x', 400, 'invalid_argument'],
      ['null', 400, 'invalid_argument'],
    ])('with the account id %s fails', async (id, status, code) => {
      expect(await ask(path, body, `?connected_account_id=${id}`)).toMatchObject({ status, body: { code } });
    });

    test('with an account whose access has ended fails', async () => {
      const ended = await connect('Ended', { status: 'needs_reconnect' });
      const answer = await ask(path, body, `?connected_account_id=${ended}`);
      expect(answer).toMatchObject({ status: 409, body: { code: 'needs_reconnect' } });
    });

    test.each([
      ['credentials_rejected', 422],
      ['provider_unreachable', 502],
      ['provider_timeout', 504],
      ['response_too_large', 502],
    ] as const)('says %s', async (code, status) => {
      options = fields = async () => {
        throw new ConnectorError(code, 'CRM said no.');
      };
      expect(await ask(path, body)).toMatchObject({ status, body: { code, detail: 'CRM said no.' } });
    });

    test.each([{ query_string_data: 'board=1' }, { query_string_data: [1] }])('does not take %j', async (wrong) => {
      expect(await ask(path, wrong)).toMatchObject({ status: 400, body: { code: 'invalid_argument' } });
    });

    test('of a function that is not there fails', async () => {
      const answer = await user.api('POST', `/functions/crm-none/${path}/`, body);
      expect(answer).toMatchObject({ status: 404, body: { code: 'unknown_function' } });
    });
  });
});
