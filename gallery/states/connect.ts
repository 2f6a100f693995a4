import type { AuthMethod } from '#bridge-protocol/entities/auth-method.ts';
import type { ErrorCode } from '#bridge-protocol/error-codes.ts';
import type { ConnectJourney } from '#widget/lib/state/connect-journey.svelte.ts';
import { CodedError } from '#widget/lib/coded-error.ts';
import { t } from '#widget/lib/language/language.svelte.ts';
import { apiToken, oauth2 } from '#widget/lib/testing/samples.ts';
import { press, settled, unanswered } from '../gallery-state.ts';
import type { GalleryState } from '../gallery-state.ts';
import { endWith, journeyState } from '../journey-state.ts';
import { appNamed, longApp, userApps } from '../samples/apps.ts';

const pipedriveToken: AuthMethod = {
  ...apiToken,
  description: 'Pipedrive then acts as you do: it sees what you see.',
  help_url: 'https://support.pipedrive.com/en/article/how-can-i-find-my-personal-api-key',
  fields: [
    {
      name: 'token',
      title: 'API token',
      description: 'In Pipedrive, under Personal preferences › API',
      placeholder: '40 letters and digits',
      type: 'secret',
      required: true,
    },
  ],
};

/** One field of each type. */
const everyField: AuthMethod = {
  name: 'custom',
  type: 'custom',
  title: 'API key',
  help_url: 'https://docs.example.com/keys',
  fields: [
    { name: 'site', title: 'Site', type: 'url', placeholder: 'https://example.com', required: true },
    {
      name: 'region',
      title: 'Region',
      description: 'Where your data is kept',
      type: 'select',
      options: [
        { value: 'eu', title: 'European Union' },
        { value: 'us', title: 'United States' },
      ],
      required: true,
    },
    { name: 'key', title: 'API key', type: 'secret', required: true },
    { name: 'label', title: 'Label', description: 'To tell your accounts apart', type: 'text', required: false },
  ],
  available: true,
};

const ways: AuthMethod[] = [
  { ...oauth2, title: 'Sign in with Jira', description: 'You sign in at Atlassian and choose a site.' },
  { ...apiToken, title: 'API token', description: 'For accounts that may not sign in here' },
];

const pipedrive = appNamed('pipedrive', { auth_methods: [pipedriveToken] });
const slack = appNamed('slack');
const freshdesk = appNamed('freshdesk', { auth_methods: [everyField] });
const jira = appNamed('jira', { auth_methods: ways });
const longMethod: AuthMethod = {
  ...everyField,
  description: longApp.description,
  fields: everyField.fields.map((field) => ({ ...field, title: longApp.title, description: longApp.description })),
};

const refusing = (code: ErrorCode, message: string) => async (): Promise<never> => {
  throw new CodedError(code, message, { requestId: 'req-7f3a9c' });
};

const openWindow = async ({ authorisation }: ConnectJourney): Promise<void> => {
  authorisation?.open();
  await settled();
};

/** How an attempt can end while the user looks at the sheet. */
const failures: [code: ErrorCode, message: string][] = [
  ['connect_failed', 'The app did not complete the authorization (invalid_scope). Try again later.'],
  ['connect_expired', 'Connecting took longer than ten minutes. Start again from the app.'],
  ['browser_not_proved', 'The code was wrong too often. Start again from the app.'],
  ['app_not_configured', 'Slack is not set up yet. Its OAuth client has to be entered first.'],
];

export const connectStates: GalleryState[] = [
  journeyState('connect/waiting', slack, { api: { createAttempt: unanswered } }),
  journeyState('connect/oauth', slack),
  journeyState('connect/oauth-preparing', slack, { api: { issueNonce: unanswered } }),
  journeyState('connect/oauth-refused', slack, {
    api: { issueNonce: refusing('server_error', 'The server answered with status 503. Try again later.') },
  }),
  journeyState('connect/oauth-waiting', slack, { window: 'open', prepare: openWindow }),
  journeyState('connect/oauth-window-closed', slack, { window: 'closed', prepare: openWindow, elapsed: 400 }),
  journeyState('connect/pairing-code', slack, { prepare: openWindow }),
  journeyState('connect/pairing-code-missing', slack, {
    prepare: openWindow,
    act: (body) => press(body, t('connect.confirmCode')),
  }),
  journeyState('connect/pairing-code-wrong', slack, {
    api: { submitPairingCode: refusing('pairing_code_wrong', 'This is not the code that the window shows.') },
    async prepare(journey) {
      await openWindow(journey);
      await journey.authorisation?.pair('000000');
    },
  }),
  journeyState(
    'connect/reconnect',
    userApps.find(({ name }) => name === 'hubspot')!,
    { accountId: '6' },
  ),
  journeyState('connect/ways', jira),
  journeyState('connect/ways-oauth', jira, { prepare: (journey) => journey.choose(ways[0]!) }),
  journeyState('connect/ways-token', jira, { prepare: (journey) => journey.choose(ways[1]!) }),
  journeyState('connect/api-key', pipedrive),
  journeyState('connect/api-key-visible', pipedrive, {
    act: (body) => press(body, t('field.showSecret', { field: 'API token' })),
  }),
  journeyState('connect/api-key-checking', pipedrive, {
    api: { submitCredentials: unanswered },
    prepare: (journey) => void journey.submit({ token: 'k' }),
  }),
  journeyState('connect/api-key-rejected', pipedrive, {
    api: { submitCredentials: refusing('credentials_rejected', 'Pipedrive did not take this token. Copy it again.') },
    prepare: (journey) => journey.submit({ token: 'k' }),
  }),
  journeyState('connect/provider-unreachable', pipedrive, {
    api: { submitCredentials: refusing('provider_timeout', 'Pipedrive did not answer in time. Try again.') },
    prepare: (journey) => journey.submit({ token: 'k' }),
  }),
  journeyState('connect/every-field', freshdesk),
  journeyState('connect/every-field-missing', freshdesk, { act: (body) => press(body, t('connect.submit')) }),
  ...failures.map(([code, message]) =>
    journeyState(`connect/failed-${code.replaceAll('_', '-')}`, slack, {
      prepare: (journey) => endWith(journey, { code, message, requestId: 'req-7f3a9c' }),
    }),
  ),
  journeyState('connect/connected', slack, { prepare: (journey) => endWith(journey) }),
  journeyState(
    'connect/long-text',
    { ...longApp, auth_methods: [longMethod, ...ways] },
    { workspaceName: longApp.title, prepare: (journey) => journey.choose(longMethod) },
  ),
  journeyState(
    'connect/long-text-ways',
    {
      ...longApp,
      auth_methods: ways.map((way) => ({ ...way, title: longApp.title, description: longApp.description })),
    },
    { workspaceName: longApp.title },
  ),
];
