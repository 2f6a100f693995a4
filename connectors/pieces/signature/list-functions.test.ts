import { describe, expect, it } from 'vitest';
import { action, appOf, pieceOf, property } from '#connectors/testing/piece-description.ts';
import { listPieceFunctions } from './list-functions.ts';

const functionsOf = (actions: ReturnType<typeof action>[], app: Record<string, unknown> = {}) =>
  listPieceFunctions(appOf(app), pieceOf({ actions }));
const namesOf = (...args: Parameters<typeof functionsOf>) =>
  [...functionsOf(...args)].map(([name, { action: of }]) => [name, of.name]);

describe('the functions of a piece', () => {
  it('are named after the app and the action, in the piece’s order', () => {
    expect(namesOf([action('createThing'), action('Find Thing'), action('test_get_thing')])).toEqual([
      ['test-create-thing', 'createThing'],
      ['test-find-thing', 'Find Thing'],
      ['test-get-thing', 'test_get_thing'],
    ]);
  });

  it('give the name to the action made for calls, and "-form" to the other one', () => {
    const actions = [action('add_thing', { audience: 'human' }), action('test_add_thing', { audience: 'ai' })];
    const names = [
      ['test-add-thing-form', 'add_thing'],
      ['test-add-thing', 'test_add_thing'],
    ];
    expect(namesOf(actions)).toEqual(names);
    expect(namesOf(actions.toReversed())).toEqual(names.toReversed());
  });

  it('take a name from app.json before any other, and never the same one twice', () => {
    const actions = [action('add', { audience: 'ai' }), action('insert'), action('Add'), action('ADD')];
    expect(namesOf(actions, { functions: { insert: { name: 'add' } } })).toEqual([
      ['test-add-form', 'add'],
      ['test-add', 'insert'],
      [expect.stringMatching(/^test-add-[0-9a-f]{8}$/), 'Add'],
      [expect.stringMatching(/^test-add-[0-9a-f]{8}$/), 'ADD'],
    ]);
  });

  it('are without those that need a flow, are hidden, or are the request of one’s own', () => {
    const actions = [
      action('wait_for_it', { needsFlow: true }),
      action('helper'),
      action('custom_api_call'),
      action('passthrough_request'),
    ];
    expect(namesOf(actions, { functions: { helper: { hidden: true } } })).toEqual([
      ['test-passthrough-request-form', 'passthrough_request'],
    ]);
  });

  it('are queries where the piece says that they read, unless app.json says else', () => {
    const actions = [
      action('find', { classification: 'SEARCH' }),
      action('ask', { classification: 'READ' }),
      action('put', { classification: 'WRITE', idempotent: true }),
      action('post'),
    ];
    const functions = functionsOf(actions, { functions: { ask: { type: 'ACTION', idempotent: false } } });
    expect([...functions.values()].map(({ definition: { type, idempotent } }) => [type, idempotent])).toEqual([
      ['QUERY', true],
      ['ACTION', false],
      ['ACTION', true],
      ['ACTION', false],
    ]);
  });

  it('name what is fetched, and what it depends on beside the account', () => {
    const properties = [
      property('list', 'DROPDOWN', { refreshers: ['auth'] }),
      property('item', 'MULTI_SELECT_DROPDOWN', { refreshers: ['auth', 'list'] }),
      property('fields', 'DYNAMIC', { refreshers: ['list'] }),
    ];
    const [found] = functionsOf([action('get', { properties })]).values();
    expect(found?.definition).toMatchObject({
      options: { list: { dependsOn: [] }, item: { dependsOn: ['list'] } },
      fields: { fields: { dependsOn: ['list'] } },
    });
  });

  it('ask in app.json’s words, and not for what it hides', () => {
    const properties = [
      property('memory', 'SHORT_TEXT', { required: true, defaultValue: 'none' }),
      property('id', 'SHORT_TEXT', { title: 'ID' }),
    ];
    const parameters = { memory: { hidden: true }, id: { title: 'Thing', description: 'Which one' } };
    const functions = functionsOf([action('get', { properties })], { functions: { get: { parameters } } });
    const [found] = functions.values();
    expect(found?.definition.parameters).toMatchObject({
      properties: { id: { title: 'Thing', description: 'Which one' } },
      required: [],
    });
    expect(found?.definition.parameters.properties).not.toHaveProperty('memory');
  });
});
