import { describe, expect, test } from 'vitest';
import type { Json, JsonObject } from '#bridge-protocol/json.ts';
import { language } from '../language/language.svelte.ts';
import type { AlternativesNode } from './alternatives-node.svelte.ts';
import type { ChoiceNode } from './choice-node.svelte.ts';
import { createNode } from './create-node.ts';
import { nodesOf, type FormNode } from './form-node.svelte.ts';
import type { GroupNode, LiveGroupNode } from './group-node.svelte.ts';
import type { ListNode, MapNode } from './list-node.svelte.ts';
import { readFields } from './read-field.ts';
import type { TextNode } from './text-node.svelte.ts';

function nodeOf(schema: JsonObject, value?: Json, isRequired = false): FormNode {
  const [field] = readFields({ type: 'object', properties: { x: schema }, required: isRequired ? ['x'] : [] });
  return createNode(field!, value);
}

const address = {
  type: 'object',
  properties: { city: { type: 'string' }, zip: { type: 'string' } },
  required: ['city'],
};

describe('what a form holds comes back as it was', () => {
  test.each([
    [{ type: 'string' }, 'a'],
    [{ type: 'string', format: 'date-time' }, '2027-03-01T10:00:00.123+02:00'],
    [{ type: 'boolean' }, false],
    [{ type: 'integer' }, 0],
    [{}, 5],
    [{ enum: ['a', 2] }, 2],
    [{ type: 'array', items: { enum: ['a', 'b'] } }, ['b', 'c']],
    [{ type: 'array', items: address }, [{ city: 'York' }, { city: 'Bath', zip: '1', more: 2 }]],
    [address, { city: 'York', other: [1] }],
    [{ type: 'object' }, { a: 'b', c: { d: 1 } }],
    [{ oneOf: [{ type: 'string' }, { type: 'array', items: { type: 'integer' } }] }, [1, 2]],
    [{ oneOf: [address, { type: 'integer' }] }, 7],
  ] as [JsonObject, Json][])('%j: %j', (schema, value) => {
    const node = nodeOf(schema, value);
    expect(node.value).toEqual(value);
    expect([...nodesOf(node)].map(([, each]) => each.check())).not.toContain(expect.any(String));
    node.clear();
    expect(node.value).toBeUndefined();
  });
});

test('a preset stands where nothing is given', () => {
  expect(nodeOf({ type: 'boolean', default: true }).value).toBe(true);
  expect(nodeOf({ type: 'boolean', default: true }, false).value).toBe(false);
});

test('a required value that is left empty is said, or null where it may be', () => {
  expect(nodeOf({ type: 'string' }, undefined, true).check()).toBe('X is required.');
  expect(nodeOf({ type: 'string' }).check()).toBeUndefined();
  const nullable = nodeOf({ type: ['string', 'null'] }, undefined, true);
  expect([nullable.check(), nullable.value]).toEqual([undefined, null]);
});

describe('a group', () => {
  test('that need not be there is closed, and in the value once something stands in it', () => {
    const node = nodeOf(address) as GroupNode;
    expect([node.isOpen, node.value]).toEqual([false, undefined]);
    node.open();
    expect(node.value).toBeUndefined();
    (node.nodes[0] as TextNode).text = 'York';
    expect(node.value).toEqual({ city: 'York' });
    node.clear();
    expect([node.isOpen, node.value]).toEqual([false, undefined]);
  });

  test('that has to be there is open, and so is what it needs', () => {
    const node = nodeOf(address, undefined, true) as GroupNode;
    expect([node.isOpen, node.value]).toEqual([true, {}]);
    expect([...nodesOf(node)].map(([path, each]) => [path, each.check()])).toEqual([
      ['', undefined],
      ['city', 'City is required.'],
      ['zip', undefined],
    ]);
  });

  test('whose fields come later keeps what it was given', () => {
    const [field] = readFields({
      properties: { x: { type: 'object', meta: { ui: { ui_field: { type: 'CUSTOM_FIELDS' } } } } },
    });
    const node = createNode(field!, { a: 1, b: 2 }) as LiveGroupNode;
    expect(node.value).toEqual({ a: 1, b: 2 });
    node.show(readFields({ properties: { b: { type: 'integer' }, c: { type: 'string' } } }));
    expect(node.value).toEqual({ a: 1, b: 2 });
    expect(node.nodes.map(({ value }) => value)).toEqual([2, undefined]);
  });
});

describe('a list', () => {
  test('is added to, moved and taken from', () => {
    const node = nodeOf({ type: 'array', items: { type: 'string' }, minItems: 2, maxItems: 3 }, ['a', 'b']) as ListNode;
    const [first] = node.entries;
    node.move(first!, 1);
    node.move(first!, 1);
    expect(node.value).toEqual(['b', 'a']);
    (node.add() as TextNode).text = 'c';
    expect([node.value, node.isFull]).toEqual([['b', 'a', 'c'], true]);
    node.remove(first!);
    expect(node.value).toEqual(['b', 'c']);
    node.remove(node.entries[0]!);
    expect(node.check()).toBe('Add at least 2 entries.');
    expect([...nodesOf(node)].map(([path]) => path)).toEqual(['', '0']);
  });

  test('of names has each name once', () => {
    const node = nodeOf({ type: 'object', additionalProperties: { type: 'integer' } }, { a: 1 }) as MapNode;
    const entry = node.add();
    expect(node.check()).toBe('Give it a name.');
    entry.name = 'a';
    expect(node.check()).toBe('Another entry has this name.');
    entry.name = ' __proto__ ';
    (entry.node as TextNode).text = '2';
    expect(Object.entries(node.value as JsonObject)).toEqual([
      ['a', 1],
      ['__proto__', 2],
    ]);
  });
});

test('of several choices each is there or not', () => {
  const node = nodeOf({ type: 'array', items: { enum: ['a', 'b'] }, maxItems: 1 }, 'a') as ChoiceNode;
  node.toggle('b');
  expect([node.value, node.check()]).toEqual([['a', 'b'], 'Keep at most 1 entry.']);
  node.toggle('a');
  expect(node.value).toEqual(['b']);
});

test('another kind begins anew', () => {
  const node = nodeOf({ oneOf: [{ type: 'string' }, address] }, 'a') as AlternativesNode;
  expect([node.index, node.value]).toEqual([0, 'a']);
  node.choose(1);
  expect(node.value).toBeUndefined();
  (node.node as GroupNode).open();
  expect([...nodesOf(node)].map(([path]) => path)).toEqual(['', '', 'city', 'zip']);
});

test('what is wrong is said in the language of the moment, until it is put right', () => {
  const node = nodeOf({ type: 'array', items: { type: 'string' }, minItems: 1 }, undefined, true) as ListNode;
  node.showCheck();
  expect(node.problem).toBe('Add at least 1 entry.');
  language.overrides = { 'form.moreEntries': 'Mindestens {limit}' };
  expect(node.problem).toBe('Mindestens 1');
  language.overrides = {};
  node.add();
  expect(node.problem).toBeUndefined();
});
