import type { JsonObject } from '#bridge-protocol/json.ts';
import { CodedError } from '#widget/lib/coded-error.ts';
import { formState, signatureOf, submit } from '../form-state.ts';
import { unanswered } from '../gallery-state.ts';
import type { GalleryState } from '../gallery-state.ts';
import { account, longApp } from '../samples/apps.ts';

const live = (title: string, type: 'DYNAMIC_DROPDOWN' | 'CUSTOM_FIELDS', ...dependsOn: string[]): JsonObject => ({
  title,
  type: type === 'CUSTOM_FIELDS' ? 'object' : 'string',
  meta: { ui: { depends_on: dependsOn, ui_field: { type } } },
});

const about = 'Adds a person to the CRM, with name, e-mail address and the fields of your portal.';
const properties: JsonObject = {
  email: { type: 'string', format: 'email', title: 'E-mail address', examples: ['mia@example.com'] },
  name: { type: 'string', title: 'Name' },
  stage: live('Lifecycle stage', 'DYNAMIC_DROPDOWN'),
  since: { type: 'string', format: 'date', title: 'Customer since' },
  newsletter: { type: 'boolean', title: 'Wants the newsletter' },
};
const contact = signatureOf('Create a contact', about, properties, ['email']);
const params = {
  since: '2026-11-02',
  email: 'mia@northwind.example',
  name: 'Mia Berg',
  stage: 'lead',
  newsletter: true,
};

const texts = signatureOf('Every kind of text', '', {
  text: { type: 'string', title: 'Text', description: 'With a word about it' },
  lines: { type: 'string', title: 'Several lines', maxLength: 5_000 },
  secret: { type: 'string', title: 'Secret', format: 'password' },
  address: { type: 'string', title: 'Address', format: 'uri' },
  when: { type: 'string', title: 'Date and time', format: 'date-time' },
  amount: { type: 'number', title: 'Amount', minimum: 0 },
  json: { title: 'Anything' },
});

const choices = signatureOf('Every kind of choice', '', {
  few: { type: 'string', title: 'One of few', enum: ['low', 'medium', 'high'] },
  many: { type: 'string', title: 'One of many', enum: Array.from({ length: 40 }, (_, index) => `Choice ${index + 1}`) },
  several: { type: 'array', title: 'Several', items: { type: 'string', enum: ['red', 'green', 'blue', 'yellow'] } },
  live: live('Of the account', 'DYNAMIC_DROPDOWN'),
  dependent: live('Of what was chosen before', 'DYNAMIC_DROPDOWN', 'live'),
  file: { type: 'string', title: 'File', contentEncoding: 'base64' },
});
const chosen = { few: 'high', many: 'Choice 7', several: ['red', 'blue'] };

const person = { type: 'object', properties: { name: { type: 'string' }, age: { type: 'integer' } } };
const nested = signatureOf('Every kind of nesting', '', {
  address: {
    type: 'object',
    title: 'Address',
    properties: { street: { type: 'string' }, city: { type: 'string' } },
    required: ['city'],
  },
  people: { type: 'array', title: 'People', items: { ...person, title: 'Person' } },
  labels: { type: 'object', title: 'Labels', additionalProperties: { type: 'string' } },
  either: {
    title: 'Either',
    oneOf: [
      { ...person, title: 'A person' },
      { type: 'array', items: { type: 'string' } },
    ],
  },
  own: live('Fields of the account', 'CUSTOM_FIELDS'),
});
const filled = { people: [{ name: 'Mia', age: 34 }, { name: 'Noor' }], labels: { team: 'sales' } };

const longTitle = longApp.title;
const long = signatureOf(
  longTitle,
  longApp.description,
  {
    text: { type: 'string', title: longTitle, description: longApp.description },
    choice: { type: 'string', title: longTitle, enum: [longTitle, `${longTitle} once more`] },
    group: { type: 'object', title: longTitle, properties: { inner: { type: 'boolean', title: longTitle } } },
    list: { type: 'array', title: longTitle, items: { type: 'string', title: longTitle } },
  },
  ['text'],
  longApp.connected_accounts,
);

const optional = Object.fromEntries(
  Array.from({ length: 10 }, (_, index) => [`field${index}`, { type: 'string', title: `Field ${index + 1}` }]),
);

const failing = (code: 'provider_timeout' | 'server_error', message: string) => async (): Promise<never> => {
  throw new CodedError(code, message, { requestId: 'req-7f3a9c' });
};
const late = failing('provider_timeout', 'HubSpot did not answer in time. Try again.');

/** The user opens the choices of the first field that has some. */
function open(body: HTMLElement): void {
  const field = body.querySelector<HTMLElement>('[role="combobox"]')!;
  field.focus();
  field.click();
}

export const formStates: GalleryState[] = [
  formState('new', contact),
  formState('filled', contact, { form: { params } }),
  formState('required-missing', contact, { act: submit }),
  formState('refused-by-server', contact, {
    api: { checkArguments: async () => ({ problems: { email: 'This address is taken.', name: 'Is too short.' } }) },
    form: { params },
    act: submit,
  }),
  formState('checking', contact, { api: { checkArguments: unanswered }, form: { params }, act: submit }),
  formState('check-failed', contact, {
    api: { checkArguments: failing('server_error', 'The server answered with status 503. Try again later.') },
    form: { params },
    act: submit,
  }),
  formState('read-only', contact, { form: { params, isReadOnly: true, submitButtonText: 'Use it' } }),
  formState('visible-fields', contact, { form: { params, visibleFields: ['email', 'name', 'stage'] } }),
  formState('without-title', contact, { form: { hideFunctionTitle: true, hideSubmitButton: true } }),
  formState('choices-open', contact, { act: open }),
  formState('choices-loading', contact, { api: { listOptions: unanswered }, act: open }),
  formState('choices-failed', contact, { api: { listOptions: late }, act: open }),
  formState('texts', texts),
  formState('choices', choices, { form: { params: chosen } }),
  formState('nested', nested, { form: { params: filled } }),
  formState('account-fields-failed', nested, { api: { loadFields: late } }),
  formState('optional-fields', signatureOf('Many optional fields', '', { ...properties, ...optional }, ['email'])),
  formState('nothing-to-fill', signatureOf('List owners', 'Lists the users who can own records.', {})),
  formState('several-accounts', {
    ...signatureOf('Create a contact', about, properties, ['email'], [account(1, 'Fabrikam'), account(2, 'Contoso')]),
  }),
  formState('not-connected', signatureOf('Create a contact', about, properties, ['email'], [])),
  formState(
    'needs-reconnect',
    signatureOf('Create a contact', about, properties, ['email'], [account(1, 'Fabrikam', 'needs_reconnect')]),
  ),
  formState('loading', contact, { api: { getForm: unanswered } }),
  formState('error', contact, { api: { getForm: failing('server_error', 'The server answered with status 503.') } }),
  formState('long-text', long, { form: { params: { list: [longTitle] } } }),
  formState('long-text-missing', long, { act: submit }),
];
