import { connectSandbox } from '../harness/connect.ts';
import type { HostPage } from '../harness/host-page.ts';
import { expect, test } from '../harness/test.ts';
import { PublishedForm } from './published-form.ts';
import { PublishedPage } from './published-page.ts';

const refused = 'Could not call the function due to invalid input. Please see `error_details` for further information.';

async function connectPipedrive(host: HostPage, token: string): Promise<void> {
  const connecting = host.call('connectApp', 'pipedrive');
  await host.sheet.submitCredentials({ 'API token': token });
  expect(await connecting).toMatchObject({ ok: true });
}

test('Integry’s own SDK, as it is published, works with our server and asks nobody else', async ({
  openHost,
  page,
  user,
  world,
}) => {
  const host = await openHost();
  const sandboxId = await connectSandbox(host, user);
  await connectPipedrive(host, world.pipedrive.token);
  const sdk = await PublishedPage.open(page, world, user);
  expect(sdk.origin).not.toBe(world.server.url);

  expect(await sdk.call('isAppConnected', 'pipedrive')).toBe(true);
  expect(await sdk.call('isAppConnected', 'none')).toBe(false);
  expect(await sdk.call('getConnectedAccounts', 'sandbox')).toEqual([
    {
      id: Number(sandboxId),
      display_name: expect.any(String),
      modified_at: expect.stringMatching(/Z$/),
      status: 'active',
    },
  ]);
  expect(await sdk.call('getFunction', 'pipedrive-get-all-persons')).toMatchObject({
    name: 'pipedrive-get-all-persons',
    description: expect.stringMatching(/./),
    parameters: { type: 'object', properties: { limit: { type: 'integer' }, next_page: { type: 'string' } } },
  });
  expect(await sdk.call('getFunction', 'pipedrive-none')).toBeNull();

  expect(await sdk.call('invokeFunction', 'pipedrive-add-a-person', { name: 'Sample contact' })).toMatchObject({
    network_code: '200',
    output: { success: true, data: { id: expect.any(Number), name: 'Sample contact' } },
  });
  expect(await sdk.call('invokeFunction', 'pipedrive-add-a-person', { owner_id: 'x' })).toEqual({
    error: refused,
    error_details: {
      name: 'This parameter is required and must not be null or empty',
      owner_id: 'Has to be of type integer.',
    },
  });
  expect(await sdk.call('invokeFunction', 'pipedrive-get-a-person', { id: 999_999 })).toMatchObject({
    network_code: '404',
    output: { success: false },
  });

  const sizes: number[] = [];
  let next_page = '';
  do {
    const result = await sdk.call('callFunction', 'pipedrive-get-all-persons', { limit: '10', next_page });
    const page = result as { output: { data: unknown[] }; next_page: string };
    sizes.push(page.output.data.length);
    ({ next_page } = page);
  } while (next_page !== '' && sizes.length < 9);
  expect(sizes).toHaveLength(3);

  expect(await sdk.call('invokeFunction', 'sandbox-list-contacts', {}, sandboxId)).toMatchObject({
    network_code: '200',
  });
  expect(await sdk.call('disconnectApp', 'sandbox')).toMatchObject({ status: 200 });
  expect(await sdk.call('isAppConnected', 'sandbox')).toBe(false);
  expect(await sdk.call('invokeFunction', 'sandbox-list-contacts', {})).toEqual({
    error: refused,
    error_details: [
      'User has not connected their Sandbox CRM account. ' +
        "To connect an account, please call following SDK method: `connect('sandbox')`",
    ],
  });
  expect(await sdk.events()).toEqual(['app-disconnected']);
  expect([...sdk.hosts].sort()).toEqual([new URL(sdk.origin).host, new URL(world.server.url).host].sort());
});

test('its form shows our functions, with choices from the user’s account', async ({ openHost, page, user, world }) => {
  await connectPipedrive(await openHost(), world.pipedrive.token);
  const sdk = await PublishedPage.open(page, world, user);
  const form = new PublishedForm(page);
  const submitted = sdk.call('showFunction', 'pipedrive-add-a-deal', { params: {} }, 'INLINE', 'form');

  await expect(form.root.getByText('Add a deal')).toBeVisible();
  await expect(form.submitButton).toBeDisabled();
  await form.settled();
  await form.write('title', 'A large one');
  await form.write('value', '-1250.5');
  await form.write('label_ids', '[7, 8]');
  await form.write('custom_fields', `{"${'a'.repeat(40)}": null}`);
  await form.choose('status', 'won');
  await form.choose('person_id', 'Cleo Glen');
  // The only pipeline is chosen by the form itself, which then asks for that pipeline's stages.
  await form.choose('stage_id', 'Demo');
  await form.submitButton.click();
  const params = (await submitted) as object;
  expect(params).toEqual({
    title: 'A large one',
    value: '-1250.5',
    label_ids: '[7, 8]',
    custom_fields: expect.stringContaining('null'),
    status: 'won',
    person_id: '3',
    pipeline_id: '1',
    stage_id: '3',
  });
  expect(world.pipedrive.requests.map(({ path }) => path)).toContain('/api/v2/stages?pipeline_id=1&limit=100');

  expect(await sdk.call('invokeFunction', 'pipedrive-add-a-deal', params)).toMatchObject({
    network_code: '200',
    output: {
      data: { title: 'A large one', value: -1250.5, status: 'won', person_id: 3, pipeline_id: 1, stage_id: 3 },
    },
  });
});

test('its form takes objects apart, and leaves out lists that were left empty', async ({
  openHost,
  page,
  user,
  world,
}) => {
  await connectPipedrive(await openHost(), world.pipedrive.token);
  const sdk = await PublishedPage.open(page, world, user);
  const form = new PublishedForm(page);
  const submitted = sdk.call('showFunction', 'pipedrive-add-an-organization', { params: {} }, 'INLINE', 'form');
  await form.settled();
  await form.write('name', 'Elm');
  await form.write('address_locality', 'York');
  await form.write('address_postal_code', '0123');
  await form.submitButton.click();
  const params = await submitted;
  expect(params).toEqual({ name: 'Elm', address: { locality: 'York', postal_code: '0123' } });
  expect(await sdk.call('invokeFunction', 'pipedrive-add-an-organization', params)).toMatchObject({
    network_code: '200',
    output: { data: { name: 'Elm', address: { locality: 'York', postal_code: '0123' } } },
  });
});
