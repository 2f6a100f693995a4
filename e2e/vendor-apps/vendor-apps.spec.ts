import type { DemoPage } from '../harness/demo-page.ts';
import { allPages, choices, invoke } from './calls.ts';
import { expect, test } from './test.ts';

/** Disconnects the only account, and sees that it is gone. */
async function disconnect(demo: DemoPage, app: string, id: string): Promise<void> {
  expect(await demo.value('disconnectApp', app)).toEqual({ disconnected_account_id: id, connected_accounts: [] });
  await expect(demo.events).toContainText('app-disconnected');
  expect(await demo.value('isAppConnected', app)).toBe(false);
}

test('Slack, by a bot token: messages, the channels of a dropdown, a refusal', async ({ demo, vendors, world }) => {
  await demo.run('connectApp', 'slack');
  await demo.sheet.choose('Bot token');
  await demo.sheet.submitCredentials({ 'Bot token': 'xoxb-not-this-one' });
  await expect(demo.sheet.problem).toBeVisible();
  await demo.sheet.submitCredentials({ 'Bot token': vendors.slack.token });
  const id = await demo.connected();
  expect(await demo.value('getConnectedAccounts', 'slack')).toMatchObject([{ id, display_name: 'Northwind' }]);

  const channels = await choices(world, 'slack-send-channel-message', 'channel');
  const sales = channels.find(({ value }) => value === 'sales');
  expect(sales).toEqual({ id: 'C0SALES000', value: 'sales' });

  const message = { channel: sales?.id, text: 'Hello from Quillby' };
  expect(await invoke(demo, 'slack-post-message', message)).toMatchObject({
    network_code: '200',
    output: { ok: true, message: { text: 'Hello from Quillby', bot_id: 'B0INTEGRYB' } },
  });
  const { output } = await invoke(demo, 'slack-get-channel-history', { channel: sales?.id });
  expect(output).toMatchObject([{ text: 'Hello from Quillby' }]);

  expect(await invoke(demo, 'slack-post-message', { ...message, channel: 'C0NOWHERE0' })).toMatchObject({
    network_code: '200',
    output: { ok: false, error: 'channel_not_found' },
  });
  await disconnect(demo, 'slack', id);
  expect(new Set(vendors.hosts)).toEqual(new Set(['slack.com']));
});

test('HubSpot, by a private app: a contact with an owner of the dropdown, all contacts, a refusal', async ({
  demo,
  vendors,
  world,
}) => {
  await demo.run('connectApp', 'hubspot');
  await demo.sheet.submitCredentials({ 'Access token': vendors.hubspot.token });
  const id = await demo.connected();

  const owners = await choices(world, 'hubspot-create-a-contact', 'hubspot_owner_id');
  const owner = owners.find(({ value }) => value === 'pia@example.com');
  const contact = { email: 'nora@example.com', firstname: 'Nora', hubspot_owner_id: owner?.id };
  expect(await invoke(demo, 'hubspot-create-a-contact', contact)).toMatchObject({
    network_code: '201',
    output: { properties: { ...contact, hubspot_owner_id: '42' } },
  });

  const pages = await allPages<{ results: { id: string; properties: { email: string } }[] }>(
    demo,
    'hubspot-get-all-contacts',
    { limit: 10 },
  );
  const emails = pages.flatMap(({ results }) => results.map(({ properties }) => properties.email));
  expect(pages).toHaveLength(3);
  expect(new Set(emails).size).toBe(26);
  expect(emails).toContain('nora@example.com');

  const unknown = { email: 'nils@example.com', no_such_property: 'x' };
  expect(await invoke(demo, 'hubspot-create-a-contact', unknown)).toMatchObject({
    network_code: '400',
    output: { category: 'VALIDATION_ERROR', message: expect.stringContaining('no_such_property') },
  });
  await disconnect(demo, 'hubspot', id);
  expect(new Set(vendors.hosts)).toEqual(new Set(['api.hubapi.com']));
});

test('Jira, by a site, an e-mail address and an API token: an issue, its way through, all issues', async ({
  demo,
  vendors,
  world,
}) => {
  await demo.run('connectApp', 'jira');
  await demo.sheet.submitCredentials({
    Site: 'northwind',
    'E-mail address': vendors.jira.email,
    'API token': vendors.jira.token,
  });
  const id = await demo.connected();

  const [project] = await choices(world, 'jira-create-an-issue', 'project_key', { _search: 'eng' });
  const issue = { project_key: project?.id, issue_type_name: 'Bug', summary: 'The quote has no date' };
  const created = await invoke<{ key: string }>(demo, 'jira-create-an-issue', issue);
  expect(created).toMatchObject({ network_code: '201', output: { key: expect.stringMatching(/^ENG-\d+$/) } });
  const { key: issueIdOrKey } = created.output;

  const transitions = await choices(world, 'jira-transition-an-issue', 'transition_id', { issueIdOrKey });
  const done = transitions.find(({ value }) => value === 'Done');
  const moved = await invoke(demo, 'jira-transition-an-issue', { issueIdOrKey, transition_id: done?.id });
  expect(moved).toMatchObject({ network_code: '204' });
  expect(await invoke(demo, 'jira-get-an-issue', { issueIdOrKey, fields: ['summary', 'status'] })).toMatchObject({
    network_code: '200',
    output: { fields: { summary: issue.summary, status: { name: 'Done' } } },
  });

  const jql = { jql: 'labels = seed ORDER BY key DESC', maxResults: 10 };
  const pages = await allPages<{ issues: { key: string }[] }>(demo, 'jira-search-issues', jql);
  expect(pages).toHaveLength(3);
  expect(new Set(pages.flatMap(({ issues }) => issues.map(({ key }) => key))).size).toBe(25);

  expect(await invoke(demo, 'jira-create-an-issue', { ...issue, project_key: 'NOWHERE' })).toMatchObject({
    network_code: '400',
    output: { errors: { project: expect.any(String) } },
  });
  await disconnect(demo, 'jira', id);
  expect(new Set(vendors.hosts)).toEqual(new Set(['northwind.atlassian.net']));
});

test('Pipedrive, by the card and an API token: a person is added, all persons come in three pages', async ({
  demo,
  vendors,
}) => {
  await demo.card('Pipedrive').getByRole('button', { name: 'Connect Pipedrive' }).click();
  await demo.sheet.submitCredentials({ 'API token': vendors.pipedrive.token });
  await expect(demo.sheet.dialog).toBeHidden();
  await expect(demo.card('Pipedrive')).toContainText('Connected');

  expect(await invoke(demo, 'pipedrive-add-a-person', { name: 'Sample contact' })).toMatchObject({
    network_code: expect.stringMatching(/^20[01]$/),
    output: { success: true, data: { name: 'Sample contact', first_name: 'Sample' } },
  });
  const pages = await allPages<{ data: { id: number; name: string }[] }>(demo, 'pipedrive-get-all-persons', {
    limit: 10,
  });
  const persons = pages.flatMap(({ data }) => data);
  expect(pages).toHaveLength(3);
  expect(new Set(persons.map(({ id }) => id)).size).toBe(26);
  expect(persons.map(({ name }) => name)).toContain('Sample contact');

  await demo
    .card('Pipedrive')
    .getByRole('button', { name: /^Disconnect/ })
    .click();
  await expect(demo.card('Pipedrive')).toContainText('Not connected');
  expect(await demo.value('isAppConnected', 'pipedrive')).toBe(false);
  expect(new Set(vendors.hosts)).toEqual(new Set(['api.pipedrive.com']));
});

test('Slack, by OAuth in a window at slack.com: as the bot and as the user, until the user’s token is revoked: the bot’s is the team’s', async ({
  demo,
  vendors,
}) => {
  await demo.run('connectApp', 'slack');
  await demo.sheet.choose('Sign in with Slack');
  const asked = demo.page.context().waitForEvent('request', (request) => new URL(request.url()).host === 'slack.com');
  const popup = await demo.sheet.continueInPopup();
  const address = new URL((await asked).url());
  expect(address.pathname).toBe('/oauth/v2/authorize');
  const id = await demo.connected();
  expect(popup.isClosed()).toBe(true);

  const message = { channel: 'C0GENERAL0', text: 'By OAuth' };
  expect(await invoke(demo, 'slack-post-message', message)).toMatchObject({
    output: { ok: true, message: { text: 'By OAuth', user: 'U0INTEGRYB' } },
  });
  expect(await invoke(demo, 'slack-post-message', { ...message, sendAsUser: true })).toMatchObject({
    output: { ok: true, message: { text: 'By OAuth', user: 'U0SAM00001' } },
  });
  await disconnect(demo, 'slack', id);
  expect(vendors.slack.calls.filter(({ method }) => method === 'auth.revoke')).toHaveLength(1);
  expect(new Set(vendors.hosts)).toEqual(new Set(['slack.com']));
});
