/** What an app's page and the page of its accounts say. */
export const appPageTexts = {
  accountsOf: (app: string) => `${app} accounts`,
  connect: (app: string) => `Connect ${app}`,
  connectAnother: 'Connect another account',
  accounts: 'Connected accounts',
  noAccounts: 'No account is connected yet.',
  connectedOn: (date: string) => `Connected on ${date}`,
  accessEnded: 'Its access has ended',
  reconnect: 'Reconnect',
  reconnectAccount: (account: string) => `Reconnect ${account}`,
  disconnect: 'Disconnect',
  disconnectAccount: (account: string) => `Disconnect ${account}`,
  question: (account: string) => `Disconnect ${account}?`,
  consequence: (workspace: string) => `${workspace} will no longer be able to use this account.`,
  keep: 'Keep it',
  disconnected: (account: string) => `${account} was disconnected`,
  functions: 'What it can do',
};
