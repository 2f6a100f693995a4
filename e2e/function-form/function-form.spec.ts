import AxeBuilder from '@axe-core/playwright';
import type { HostPage } from '../harness/host-page.ts';
import { FormView } from './form-view.ts';
import { expect, test } from './test.ts';

const path = '/surfaces/host.html';

async function connect(host: HostPage, app: string, values: Record<string, string>): Promise<string> {
  const connecting = host.call('connectApp', app);
  await host.sheet.submitCredentials(values);
  const outcome = await connecting;
  await expect(host.sheet.dialog).toHaveCount(0);
  expect(outcome).toMatchObject({ ok: true });
  return outcome.ok ? outcome.value : '';
}

const connectOrders = (host: HostPage, token = 'first') => connect(host, 'orders', { 'Access token': token });

async function expectNoViolations(host: HostPage): Promise<void> {
  const { violations } = await new AxeBuilder({ page: host.page }).include('iframe').analyze();
  expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
}

test('by keyboard alone: connected first, choices looked for and paged, problems said, and the arguments are what the function takes', async ({
  openHost,
  orders,
}) => {
  const host = await openHost({ path });
  const view = new FormView(host, 'MODAL');
  const ended = host.call('showFunction', 'orders-create-an-order', { quantity: 7 });
  await expect(view.heading('Create an order')).toBeFocused();

  await view.tabTo(view.button('Connect Orders'));
  await view.press('Enter');
  await host.sheet.submitCredentials({ 'Access token': 'first' });
  // The sheet says for a moment that it has worked; then the focus is the form's again.
  await expect(view.frame.getByRole('dialog')).toHaveCount(1);

  // What has to be there is there; the rest can be had.
  await expect(view.field('Quantity')).toHaveValue('7');
  await expect(view.combobox('Contact')).toBeDisabled();
  await expect(view.combobox('Contact')).toHaveAccessibleDescription('Choose Customer first');

  // Nothing is sent while something is missing: the focus goes to the first.
  await view.tabTo(view.button('Submit'));
  await view.press('Enter');
  await expect(view.combobox('Customer')).toBeFocused();
  await expect(view.combobox('Customer')).toHaveAccessibleDescription(/Choose a value for Customer\./);
  await expect(view.frame.getByText('3 fields need a look:')).toBeVisible();
  await expectNoViolations(host);

  // The choices of the account, a page at a time, by the arrow keys.
  orders.fail(1);
  await view.press('ArrowDown');
  await expect(view.frame.getByRole('alert')).toBeVisible();
  await view.press('ArrowDown', 'Enter');
  await expect(view.option(/^Customer/)).toHaveCount(20);
  await view.press('ArrowUp');
  await expect(view.option('Show more')).toHaveAttribute(
    'id',
    (await view.combobox('Customer').getAttribute('aria-activedescendant'))!,
  );
  await view.press('Enter');
  await expect(view.option(/^Customer/)).toHaveCount(40);
  await expectNoViolations(host);
  // That took the focus away, and the list was closed.
  await view.combobox('Customer').press('ArrowDown');
  await expect(view.option(/^Customer/)).toHaveCount(40);
  await view.press('Escape');
  await expect(view.option(/^Customer/)).toHaveCount(0);
  await expect(view.heading('Create an order')).toBeVisible();

  await view.choose('Customer', 'Customer 42');
  await expect(view.combobox('Customer')).toHaveValue('Customer 42');
  await view.choose('Contact', 'Ben');
  await expect(view.combobox('Contact')).toHaveValue('Ben at c42');
  // Another customer has other contacts.
  await view.press('Shift+Tab');
  await view.choose('Customer', 'Customer 07');
  await expect(view.combobox('Contact')).toHaveValue('');
  await view.choose('Contact', 'Ada');

  await view.tabTo(view.field('City'));
  await view.type('York');
  await view.tabTo(view.field(/^ZIP code/));
  await view.type('YO1');
  await view.press('Enter');
  await expect(view.field(/^ZIP code/)).toBeFocused();
  await expect(view.field(/^ZIP code/)).toHaveAccessibleDescription(/pattern/);
  await view.press('Control+A');
  await view.type('12345');
  await expect(view.field(/^ZIP code/)).not.toHaveAttribute('aria-invalid');

  // What only the server knows comes from there.
  await view.press('Enter');
  await expect(view.field('Quantity')).toBeFocused();
  await expect(view.field('Quantity')).toHaveAccessibleDescription(/multiple of 5/);
  await view.press('Control+A');
  await view.type('10');
  await view.press('Enter');

  const args = {
    ...{ customer_id: 'c7', contact_id: 'c7-Ada', quantity: 10 },
    ...{ delivery: { city: 'York', zip: '12345' }, remind: true },
  };
  expect(await ended).toEqual({ ok: true, value: args });
  await expect(host.page.locator('dialog[open]')).toHaveCount(0);
  expect(await host.value('invokeFunction', 'orders-create-an-order', args)).toMatchObject({ network_code: '200' });
});

test('in the page: lists, objects, names of the user’s own, kinds and dates, whole at 320 px', async ({ openHost }) => {
  const host = await openHost({ path });
  await connectOrders(host);
  const { page } = host;
  await page.locator('#own').focus();
  const given = {
    customer_id: 'c1',
    contact_id: 'c1-Ada',
    quantity: 5,
    delivery: { city: 'York', extra: 1 },
    due: '2027-03-01',
  };
  const options = { params: given, submitButtonText: 'Go on', hiddenFields: ['remind'] };
  const ended = host.call('showFunction', 'orders-create-an-order', options, 'INLINE', 'container');
  const view = new FormView(host, 'INLINE');
  await expect(view.combobox('Customer')).toHaveValue('Customer 01');
  expect(await page.evaluate(() => document.activeElement?.id)).toBe('own');
  await expect(view.field(/^Due date/)).toHaveValue('2027-03-01');
  await expect(view.field('Send a reminder')).toHaveCount(0);

  await view.button('Show 6 optional fields').click();
  await view.button('Add an entry to Notes').click();
  await view.type('one');
  await view.button('Add an entry to Notes').click();
  await view.type('two');
  await view.tabTo(view.button('Move Notes 2 up'));
  await view.press('Enter');
  await expect(view.button('Move Notes 1 down')).toBeFocused();
  await expect(view.field('Notes 1')).toHaveValue('two');
  await view.button('Add an entry to Lines').click();
  await view.type('A-1');
  await view.field(/^Price/).fill('12.50');
  await view.button('Add an entry to Custom fields').click();
  await view.type('colour');
  await view.field('Value of colour').fill('red');
  await view.combobox(/^Labels/).click();
  await view.option('cold').click();
  await view.option('gift').click();
  await view.press('Escape');
  await view.button('Remove gift').click();
  await view.field(/^Due date/).fill('');
  await view.field('Kind').selectOption('Invoice number');
  await view.field(/^Invoice number/).fill('12');
  await view.field(/^Receipt to/).fill('nobody');
  await page.setViewportSize({ width: 320, height: 640 });
  await view.expectNothingCutOff();
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    await expectNoViolations(host);
  }
  await view.button('Go on').click();
  await expect(view.field(/^Receipt to/)).toBeFocused();
  await view.field(/^Receipt to/).fill('a@b.example');
  await view.button('Go on').click();
  expect(await ended).toEqual({
    ok: true,
    value: {
      ...{ customer_id: 'c1', contact_id: 'c1-Ada', quantity: 5, delivery: { city: 'York', extra: 1 } },
      ...{ lines: [{ sku: 'A-1', price: 12.5 }], notes: ['two', 'one'], custom: { colour: 'red' }, labels: ['cold'] },
      ...{ payment: 12, receipt: 'a@b.example' },
    },
  });
  await expect(page.locator('#container iframe')).toHaveCount(0);
});

test('of several accounts one is chosen, whose choices are offered and with which the function is called', async ({
  openHost,
}) => {
  const host = await openHost({ path });
  const first = await connectOrders(host, 'first');
  await connectOrders(host, 'second');
  const changed = host.page.evaluate(
    () =>
      new Promise((onChangeCallback) => {
        const params = { customer_id: 'c1', contact_id: 'c1-Ada', quantity: 5, delivery: { city: 'York' } };
        const ended = globalThis.host.sdks.sdk!.showFunction(
          'orders-create-an-order',
          { params, onChangeCallback },
          'MODAL',
        );
        Object.assign(globalThis, { ended });
      }),
  );
  const view = new FormView(host, 'MODAL');
  await view.field('Account').selectOption('Shop of first');
  // They were those of the other account.
  await expect(view.combobox('Customer')).toHaveValue('');
  expect(await changed).toMatchObject({ fieldMachineName: 'customer_id', value: null, hasInvalidFields: true });
  await view.combobox('Customer').click();
  await view.option('Customer 03').click();
  await view.combobox('Contact').click();
  await view.option('Ada at c3').click();
  await view.button('Submit').click();
  const args = await host.page.evaluate(() => (globalThis as unknown as { ended: Promise<object> }).ended);
  expect(args).toMatchObject({ customer_id: 'c3', _connected_account_id: first });
  expect(await host.value('invokeFunction', 'orders-create-an-order', args)).toMatchObject({ network_code: '200' });
});

test('a file goes along as connectors take it; fields come from other fields', async ({ openHost }) => {
  const host = await openHost({ path });
  await connectOrders(host);
  const view = new FormView(host, 'MODAL');
  const upload = host.call('showFunction', 'orders-upload-file', {});
  await view.field('File').setInputFiles({ name: 'a.txt', mimeType: 'text/plain', buffer: Buffer.from('hello') });
  await expect(view.frame.getByText('a.txt')).toBeVisible();
  await view.button('Submit').click();
  const file = { base64: 'aGVsbG8=', content_type: 'text/plain', filename: 'a.txt' };
  expect(await upload).toEqual({ ok: true, value: { file } });

  const connecting = host.call('connectApp', 'mistral-ai');
  await host.sheet.choose('API key');
  await host.sheet.submitCredentials({ 'API Key': 'key' });
  expect(await connecting).toMatchObject({ ok: true });
  const read = host.call('showFunctionUI', 'mistral-ai-read-document', {});
  await view.field(/^Document Source/).selectOption('Mistral file ID (uploaded earlier with purpose=ocr)');
  await view.field(/File ID/).fill('f-1');
  await view.button('Submit').click();
  expect(await read).toMatchObject({ ok: true, value: { documentSource: 'fileId', sourceFields: { fileId: 'f-1' } } });
});

test('what is no form rejects with its code, and closing one cancels it', async ({ openHost }) => {
  const host = await openHost({ path });
  const account = await connectOrders(host);
  for (const [args, code] of [
    [['orders-create-nothing', {}], 'unknown_function'],
    [['orders-create-an-order', {}, '999999'], 'unknown_account'],
    [['orders-create-an-order', {}, 'INLINE', 'nowhere'], 'unknown_container'],
    [['orders-create-an-order', {}, 'POPUP'], 'invalid_argument'],
    [['orders-create-an-order', { params: {}, isReadOnly: 'yes' }], 'invalid_argument'],
    [[], 'invalid_argument'],
  ] as const) {
    expect(await host.call('showFunction', ...args), args.join()).toMatchObject({ ok: false, code });
  }
  const view = new FormView(host, 'MODAL');
  const escaped = host.call('showFunction', 'orders-create-an-order', {}, account);
  await expect(view.heading('Create an order')).toBeFocused();
  await view.press('Escape');
  expect(await escaped).toMatchObject({ ok: false, code: 'function_cancelled' });

  const replaced = host.call('showFunction', 'orders-create-an-order', {
    hideSubmitButton: true,
    hideFunctionTitle: true,
  });
  await expect(view.combobox('Customer')).toBeFocused();
  await expect(view.button('Submit')).toHaveCount(0);
  await host.value('showApps');
  expect(await replaced).toMatchObject({ ok: false, code: 'function_cancelled' });
  await view.press('Escape');

  const options = { renderMode: 'INLINE', containerId: 'container', layout: 'COMPACT', isReadOnly: true };
  const removed = host.call('showFunction', 'orders-create-an-order', { ...options, params: { quantity: 5 } });
  const inline = new FormView(host, 'INLINE');
  await expect(inline.field('Quantity')).toHaveAttribute('readonly');
  await host.page.evaluate(() => document.querySelector('#container')!.replaceChildren());
  expect(await removed).toMatchObject({ ok: false, code: 'function_cancelled' });
});
