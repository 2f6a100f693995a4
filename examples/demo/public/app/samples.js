/** Every SDK method, each with calls to try. Arguments are what stands between the parentheses. */

/** @typedef {{ title: string, args: unknown[] }} Sample */

/** @type {{ title: string, methods: Record<string, Sample[]> }[]} */
export const groups = [
  {
    title: 'Connect',
    methods: {
      connectApp: [
        { title: 'Sandbox, by OAuth', args: ['sandbox'] },
        { title: 'Pipedrive, by API token', args: ['pipedrive'] },
        { title: 'Slack, by bot token', args: ['slack'] },
        { title: 'HubSpot, by private app', args: ['hubspot'] },
        { title: 'Jira, by API token', args: ['jira'] },
        { title: 'an unknown app', args: ['no-such-app'] },
      ],
      disconnectApp: [
        { title: 'the only account', args: ['sandbox'] },
        { title: 'one of several', args: ['sandbox', '1'] },
      ],
      isAppConnected: [
        { title: 'Sandbox', args: ['sandbox'] },
        { title: 'Pipedrive', args: ['pipedrive'] },
      ],
      getConnectedAccounts: [
        { title: 'Sandbox', args: ['sandbox'] },
        { title: 'Pipedrive', args: ['pipedrive'] },
      ],
    },
  },
  {
    title: 'Functions',
    methods: {
      getFunction: [
        { title: 'Sandbox: list contacts', args: ['sandbox-list-contacts'] },
        { title: 'Pipedrive: add a person', args: ['pipedrive-add-a-person'] },
      ],
      invokeFunction: [
        { title: 'list contacts', args: ['sandbox-list-contacts', { limit: 5 }] },
        { title: 'add a contact', args: ['sandbox-add-contact', { name: 'Sample contact', company: 'Quillby' }] },
        { title: 'a parameter is missing', args: ['sandbox-add-contact', {}] },
        { title: 'an answer after 3 s', args: ['sandbox-slow', { seconds: 3 }] },
        { title: 'a failing provider', args: ['sandbox-failing', {}] },
        { title: 'a rate limit', args: ['sandbox-rate-limited', {}] },
        { title: 'Pipedrive: add a person', args: ['pipedrive-add-a-person', { name: 'Sample contact' }] },
        { title: 'Pipedrive: get all persons', args: ['pipedrive-get-all-persons', { limit: 5 }] },
        { title: 'Slack: list channels', args: ['slack-list-channels', {}] },
        { title: 'HubSpot: get all contacts', args: ['hubspot-get-all-contacts', { limit: 5 }] },
        { title: 'Jira: search issues', args: ['jira-search-issues', { jql: 'created >= -30d', maxResults: 5 }] },
      ],
    },
  },
  {
    title: 'Surfaces',
    methods: {
      showApps: [{ title: 'as a modal', args: ['MODAL'] }],
      showApp: [{ title: 'Sandbox', args: ['sandbox', 'MODAL'] }],
      showConnectedAccounts: [{ title: 'Sandbox', args: ['sandbox', 'MODAL'] }],
      showFunctions: [{ title: 'as a modal', args: ['MODAL'] }],
    },
  },
  {
    title: 'Not available yet',
    methods: {
      showFunction: [{ title: 'add a contact', args: ['sandbox-add-contact', { name: 'Sample contact' }] }],
      showFunctionUI: [{ title: 'add a contact', args: ['sandbox-add-contact', { name: 'Sample contact' }] }],
      callFunction: [{ title: 'list contacts', args: ['sandbox-list-contacts', { limit: 5 }] }],
      getFunctionTools: [{ title: 'one function', args: [['sandbox-list-contacts']] }],
      verifyAuthConfig: [{ title: 'this configuration', args: [] }],
      showFlows: [{ title: 'as a modal', args: ['MODAL'] }],
      showFlow: [{ title: 'by its id', args: ['1', 'MODAL'] }],
      createIntegration: [{ title: 'of a flow', args: ['1', {}] }],
      editIntegration: [{ title: 'of a flow', args: ['1'] }],
      triggerIntegration: [{ title: 'with a payload', args: ['1', { total: 42 }] }],
      setupIntegration: [{ title: 'of a flow', args: ['1', {}] }],
    },
  },
  { title: 'End', methods: { destroy: [{ title: 'this instance', args: [] }] } },
];

/** @param {string} method @returns {Sample[]} */
export function samplesOf(method) {
  return groups.map(({ methods }) => methods[method]).find((samples) => samples !== undefined) ?? [];
}
