import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { addPerson, CrmWorld } from '../testing/crm-world.ts';
import { describeOnEachDatabase } from '../testing/databases.ts';

describeOnEachDatabase('the functions', (openTestDatabase) => {
  let world: CrmWorld;
  let user: string;
  let users = 0;

  beforeAll(async () => {
    world = await CrmWorld.open(await openTestDatabase());
  });

  beforeEach(() => {
    user = `user-${users++}`;
  });

  const post = (path: string, body?: unknown) => world.post(user, path, body);
  const connect = (account: Parameters<CrmWorld['connect']>[1] = {}) => world.connect(user, account);

  describe('a signature', () => {
    test('is in Integry’s shape, and names the cursor of a paged function', async () => {
      const { body } = await post('/functions/crm-add-person/get/');
      expect(body).toEqual({
        name: 'crm-add-person',
        description: 'Does crm-add-person',
        parameters: { ...addPerson.parameters, required: ['name'] },
      });
      const paged = await post('/functions/crm-list-persons/get/', { _variables: {} });
      expect(paged.body.parameters.properties).toHaveProperty('next_page');
    });

    test('has what a form needs with include=meta', async () => {
      const accountId = await connect({ displayName: 'Ann’s' });
      const { body } = await post('/functions/crm-add-person/get/?include=meta', { _variables: {} });
      expect(body.meta).toMatchObject({
        id: expect.any(Number),
        type: 'ACTION',
        app: { name: 'crm', title: 'CRM', connected_accounts: [{ id: accountId, display_name: 'Ann’s' }] },
      });
      const { name, active, colour } = body.parameters.properties;
      expect(name.meta).toMatchObject({ title: 'Name', is_required: true, ui: { ui_field: { type: 'TEXTFIELD' } } });
      expect(active.meta.ui.ui_field).toMatchObject({ type: 'CHECKBOX', options: [{ id: true }, { id: false }] });
      expect(colour.meta.ui.ui_field).toMatchObject({
        type: 'STATIC_DROPDOWN',
        options: [
          { id: 'red', value: 'red' },
          { id: 'green', value: 'green' },
        ],
      });
    });
  });

  describe('the list', () => {
    const names = (body: { functions: { name: string }[] }) => body.functions.map(({ name }) => name);

    test('pages through everything, by app and title', async () => {
      const first = await post('/functions/list/?page_size=2', { _cursor: '' });
      expect(names(first.body)).toEqual(['chat-send', 'crm-add-person']);
      const second = await post('/functions/list/?page_size=2', { _cursor: first.body._cursor });
      expect(second.body).toMatchObject({ count: 3, _cursor: '' });
      expect(names(second.body)).toEqual(['crm-list-persons']);
    });

    test.each([
      ['app=crm', ['crm-add-person', 'crm-list-persons']],
      ['type=QUERY', ['crm-list-persons']],
      ['search=person%20list', ['crm-list-persons']],
      ['search=SEND', ['chat-send']],
      ['search=nothing', []],
      ['connected_only=true', []],
      ['connected_only=True', []],
      ['connected_only=false&type=ACTION&app=crm', ['crm-add-person']],
      ['connected_only=&include=&search=&type=PASSTHROUGH', []],
    ])('with %s', async (search, expected) => {
      expect(names((await post(`/functions/list/?${search}`)).body)).toEqual(expected);
    });

    test('of connected apps only', async () => {
      await connect({ app: 'chat' });
      expect(names((await post('/functions/list/?connected_only=true&include=meta')).body)).toEqual(['chat-send']);
    });

    test('keeps its pages apart by what was asked for', async () => {
      const { body } = await post('/functions/list/?page_size=1&app=crm', { _cursor: '' });
      expect(body).toMatchObject({ count: 2, functions: [{ name: 'crm-add-person' }] });
      const foreign = await post('/functions/list/?app=chat', { _cursor: body._cursor });
      expect(foreign).toMatchObject({ status: 400, body: { code: 'invalid_argument' } });
    });

    test.each([{ _cursor: 5 }, { _cursor: 'x' }, { _cursor: 'a'.repeat(513) }])('from %j on fails', async (body) => {
      expect(await post('/functions/list/', body)).toMatchObject({ status: 400, body: { code: 'invalid_argument' } });
    });

    test.each([
      'page_size=0',
      'page_size=x',
      'type=OTHER',
      'type=query',
      'connected_only=yes',
      'include=all',
      'search=a&search=b',
    ])('with %s fails', async (search) => {
      expect(await post(`/functions/list/?${search}`)).toMatchObject({
        status: 400,
        body: { code: 'invalid_argument' },
      });
    });

    test('of an unknown app fails', async () => {
      expect(await post('/functions/list/?app=none')).toMatchObject({ status: 404, body: { code: 'unknown_app' } });
    });
  });
});
