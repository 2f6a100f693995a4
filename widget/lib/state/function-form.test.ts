import { describe, expect, test, vi } from 'vitest';
import type { FormOptions } from '#bridge-protocol/form-options.ts';
import type { FunctionFields } from '#bridge-protocol/entities/function-fields.ts';
import type { JsonObject } from '#bridge-protocol/json.ts';
import { CodedError } from '../coded-error.ts';
import type { ChoiceNode } from '../forms/choice-node.svelte.ts';
import type { LiveGroupNode } from '../forms/group-node.svelte.ts';
import type { TextNode } from '../forms/text-node.svelte.ts';
import { fakeFormApi, sampleSignature } from '../testing/fake-form-api.ts';
import { sampleAccount } from '../testing/samples.ts';
import { FunctionForm } from './function-form.svelte.ts';
import { FunctionPage } from './function-page.svelte.ts';

const live = (type: string, ...dependsOn: string[]): JsonObject => ({
  ...(type === 'CUSTOM_FIELDS' ? { type: 'object' } : { type: 'string' }),
  meta: { ui: { depends_on: dependsOn, ui_field: { type } } },
});
const properties = {
  base: live('DYNAMIC_DROPDOWN'),
  table: live('DYNAMIC_DROPDOWN', 'base'),
  cells: live('CUSTOM_FIELDS', 'base', 'table'),
  name: { type: 'string' },
};

async function open(given: JsonObject, required: string[], options: FormOptions = {}, accounts = [sampleAccount(1)]) {
  const signature = sampleSignature(given, required, accounts);
  const api = fakeFormApi(signature);
  const request = { name: 'acme-send', options, onsubmit: vi.fn(), onchange: vi.fn() };
  const page = new FunctionPage(request, { formApi: api, connect: async () => undefined });
  await page.signature.load();
  const form = new FunctionForm(page, signature);
  const node = <Node>(name: string) => form.root.nodes.find(({ field }) => field.name === name) as Node;
  return { api, request, page, form, node };
}

describe('what depends on something else', () => {
  test('waits for it, and begins anew with it', async () => {
    const { api, form, node } = await open(properties, ['base', 'table'], { params: { cells: { a: 1 } } });
    const [base, table, cells] = [node<ChoiceNode>('base'), node<ChoiceNode>('table'), node<LiveGroupNode>('cells')];
    expect(form.missingFor(cells).map(({ name }) => name)).toEqual(['base', 'table']);
    expect(api.loadFields).not.toHaveBeenCalled();
    base.toggle('b1');
    form.changed(base);
    table.toggle('t1');
    form.changed(table);
    await vi.waitFor(() => expect(cells.hasFields).toBe(true));
    expect(api.loadFields).toHaveBeenCalledWith({
      functionName: 'acme-send',
      parameter: 'cells',
      values: { base: 'b1', table: 't1' },
      accountId: 1,
    });
    // An answer that something else has made old does not count.
    let answer: (fields: FunctionFields) => void = () => undefined;
    api.loadFields.mockReturnValueOnce(new Promise((resolve) => (answer = resolve)));
    table.toggle('t2');
    form.changed(table);
    base.toggle('b2');
    form.changed(base);
    answer({ parameters: { properties: { old: {} } }, output: [] });
    await new Promise((resolve) => setTimeout(resolve));
    expect([table.value, cells.hasFields]).toEqual([undefined, false]);
  });

  test('shows the title of what was chosen before', async () => {
    const { api, form, node } = await open(properties, [], { params: { base: 'b1' } });
    expect(api.listOptions).toHaveBeenCalledTimes(1);
    api.listOptions.mockResolvedValueOnce({ error: 'No.', error_details: { base: 'Is missing.' } });
    const options = form.optionsOf(node('base'))!;
    await options.reload();
    expect(options.failure).toMatchObject({ message: 'Is missing.' });
  });

  test('is another account’s once that is chosen', async () => {
    const { form, page, node, request } = await open(properties, ['name'], { params: { base: 'b1', name: 'a' } }, [
      sampleAccount(1),
      sampleAccount(2),
    ]);
    page.chosen = 2;
    form.useAccount(page.account?.id);
    expect(node<ChoiceNode>('base').value).toBeUndefined();
    await form.submit();
    expect(request.onsubmit).toHaveBeenCalledWith({ name: 'a', _connected_account_id: '2' });
  });
});

describe('submitting', () => {
  test('says what is missing, and asks nobody', async () => {
    const { api, form, request } = await open(properties, ['name']);
    await form.submit();
    expect(form.wrong.map(({ field, problem }) => [field.name, problem])).toEqual([['name', 'Name is required.']]);
    expect(api.checkArguments).not.toHaveBeenCalled();
    expect(request.onsubmit).not.toHaveBeenCalled();
  });

  test('shows what the server finds where it belongs, until it is changed', async () => {
    const group = { type: 'object', properties: { zip: { type: 'string' } } };
    const { api, form, node, request } = await open({ name: { type: 'string' }, to: group }, [], {
      params: { to: { zip: '1' } },
    });
    api.checkArguments.mockResolvedValueOnce({ problems: { 'to.zip': 'No.', hidden: 'No.' } });
    await form.submit();
    expect(form.wrong.map(({ field }) => field.name)).toEqual(['zip']);
    (form.wrong[0] as TextNode).text = '2';
    form.changed(node('to'));
    expect(form.wrong).toEqual([]);
    await form.submit();
    expect(request.onsubmit).toHaveBeenCalledWith({ to: { zip: '2' } });
  });

  test('can be tried again where the server is away', async () => {
    const { api, form, request } = await open(properties, []);
    api.checkArguments.mockRejectedValueOnce(new CodedError('server_unreachable', 'Away.'));
    await form.submit();
    expect(form.failure).toMatchObject({ code: 'server_unreachable' });
    await form.submit();
    expect([form.failure, request.onsubmit.mock.calls.length]).toEqual([undefined, 1]);
  });

  test('gives back what is hidden as it came, and of what is only read all of it', async () => {
    const params = { name: 'a', base: 'b', other: [1] };
    const hidden = await open(properties, ['name'], { params, visibleFields: ['cells'] });
    expect(hidden.form.root.nodes.map(({ field }) => field.name)).toEqual(['cells']);
    await hidden.form.submit();
    expect(hidden.request.onsubmit).toHaveBeenCalledWith(params);
    const read = await open(properties, ['name', 'table'], { params, isReadOnly: true });
    await read.form.submit();
    expect(read.request.onsubmit).toHaveBeenCalledWith(params);
  });
});

test('a long form shows first what has to be there, what was given, and what either depends on', async () => {
  const many = Object.fromEntries(Array.from({ length: 8 }, (_, index) => [`extra${index}`, { type: 'string' }]));
  const { form } = await open({ ...many, ...properties }, ['table'], { params: { extra3: 'x' } });
  expect(form.first.map(({ field }) => field.name)).toEqual(['extra3', 'base', 'table']);
  expect(form.further).toHaveLength(9);
});

test('a change is told with all arguments as they are', async () => {
  const { form, node, request } = await open(properties, ['table'], {});
  node<TextNode>('name').text = 'Ada';
  form.changed(node('name'));
  expect(request.onchange).toHaveBeenCalledWith({
    fieldMachineName: 'name',
    value: 'Ada',
    hasInvalidFields: true,
    data: { name: 'Ada' },
  });
});
