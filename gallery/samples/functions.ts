import type { FunctionSummary } from '#widget/lib/api/list-functions.ts';
import type { FunctionPage } from '#widget/lib/api/list-functions.ts';
import { appNamed, longApp } from './apps.ts';

const samples: [app: string, title: string, description: string][] = [
  ['hubspot', 'Create a contact', 'Adds a person to the CRM, with name, e-mail address and the fields of your portal.'],
  ['hubspot', 'Search deals', 'Finds deals by pipeline, stage, owner or a word in their name.'],
  ['hubspot', 'Update a company', 'Changes fields of a company. What is not given stays as it is.'],
  ['hubspot', 'Create a deal', 'Opens a deal in a pipeline, with amount, close date and the contacts it is about.'],
  ['hubspot', 'Add a note', 'Writes a note to a contact, a company or a deal.'],
  ['hubspot', 'List owners', 'Lists the users who can own records, with their e-mail addresses.'],
  ['slack', 'Send a message', 'Posts a message into a channel, or to a person, as the app or as the user.'],
  ['slack', 'List channels', 'Lists the public channels of the workspace and those the user is in.'],
  ['jira', 'Create an issue', 'Opens an issue in a project, with type, summary, description and assignee.'],
  ['jira', 'Move an issue', 'Takes an issue to another status, where the workflow allows it.'],
  ['google-sheets', 'Append rows', 'Adds rows below a table in a spreadsheet.'],
  ['notion', 'Create a page', 'Creates a page in a database or below another page.'],
  ['stripe', 'Refund a payment', 'Pays a charge back, in whole or in part.'],
];

export const functions: FunctionSummary[] = samples.map(([app, title, description]) => {
  const { name, title: appTitle, icon_url } = appNamed(app);
  return {
    name: `${app}-${title.toLowerCase().replaceAll(' ', '-')}`,
    description,
    meta: { ui: { title }, app: { name, title: appTitle, icon_url } },
  };
});

export const longFunctions: FunctionSummary[] = [1, 2, 3].map((number) => ({
  name: `long-${number}`,
  description: longApp.description.repeat(3),
  meta: {
    ui: { title: `${number}. ${longApp.title}` },
    app: { name: longApp.name, title: longApp.title, icon_url: null },
  },
}));

export function pageOf(list: FunctionSummary[], cursor = ''): FunctionPage {
  return { functions: list, count: list.length, _cursor: cursor };
}

export function functionsOf(app: string): FunctionSummary[] {
  return functions.filter(({ meta }) => meta.app.name === app);
}
