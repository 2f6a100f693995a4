import type { App } from '#bridge-protocol/entities/app.ts';
import { sampleApp } from '#widget/lib/testing/samples.ts';

type Description = Pick<App, 'title' | 'description' | 'categories'>;

const descriptions = import.meta.glob<Description>('../../connectors/apps/[!_]*/app.json', {
  eager: true,
  import: 'default',
});
const icons = import.meta.glob<string>('../../connectors/apps/[!_]*/icon.svg', {
  eager: true,
  query: '?url',
  import: 'default',
});

/** Some of those that ship: the gallery stays as it is when another one comes. */
const names = [
  ...['airtable', 'asana', 'bitbucket', 'box', 'calendly', 'clickup', 'confluence', 'discord', 'dropbox', 'figma'],
  ...['freshdesk', 'github', 'gitlab', 'gmail', 'google-calendar', 'google-drive', 'google-sheets', 'hubspot'],
  ...['intercom', 'jira', 'linear', 'mailchimp', 'notion', 'outlook', 'pipedrive', 'shopify', 'slack', 'stripe'],
  ...['trello', 'typeform', 'webflow', 'zendesk', 'zoom'],
];

/** Without accounts, by title. */
export const apps: App[] = names.map((name, index) => {
  const folder = `../../connectors/apps/${name}`;
  const { title, description, categories } = descriptions[`${folder}/app.json`]!;
  return sampleApp({ id: index + 1, name, title, description, categories, icon_url: icons[`${folder}/icon.svg`] });
});

/** One of them, changed. */
export function appNamed(name: string, changes: Partial<App> = {}): App {
  const app = apps.find((each) => each.name === name);
  if (!app) throw new Error(`No app is called "${name}".`);
  return { ...app, ...changes };
}

type Account = App['connected_accounts'][number];

export function account(id: number, name: string, status: Account['status'] = 'active'): Account {
  const day = String(1 + (id % 28)).padStart(2, '0');
  return { id, display_name: name, modified_at: `2026-10-${day}T12:00:00.000Z`, status };
}

/** A user's apps: some connected, one whose access has ended. */
export const userApps: App[] = apps.map((app) => ({ ...app, connected_accounts: accountsOf(app.name) }));

function accountsOf(app: string): Account[] {
  if (app === 'slack') return [account(3, 'Fabrikam HQ')];
  if (app === 'google-sheets') return [account(4, 'mia@northwind.example'), account(5, 'reports@northwind.example')];
  if (app === 'hubspot') return [account(6, 'Northwind Sales', 'needs_reconnect')];
  return [];
}

const longWord = 'Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft';

/** Names and texts as long as anybody may make them. */
export const longApp: App = sampleApp({
  title: `${longWord} for Customer Relationship Management and Everything Else`,
  description: `Contacts, companies, deals, tickets, notes and calls of ${longWord}, and of each of its branches, for as long as they are kept, in every language that is spoken there, with all attachments and their histories.`,
  categories: ['customer-relationship-management-and-support'],
  connected_accounts: [
    account(1, `the.very.long.address.of.a.person@the.very.long.name.of.a.department.${longWord}.example`),
    account(2, `${longWord} ${longWord} (production)`, 'needs_reconnect'),
  ],
});
