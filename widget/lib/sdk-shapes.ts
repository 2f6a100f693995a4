import type { App } from '#bridge-protocol/entities/app.ts';
import type { ConnectedAccount } from '#bridge-protocol/entities/connected-account.ts';
import type { SdkApp } from '#bridge-protocol/entities/sdk-app.ts';
import type { SdkConnectedAccount } from '#bridge-protocol/entities/sdk-connected-account.ts';

/** REST counts ids as numbers, the SDK hands them out as strings. */
export function toSdkAccount(account: ConnectedAccount): SdkConnectedAccount {
  return { ...account, id: String(account.id) };
}

export function toSdkApp(app: App): SdkApp {
  return { ...app, id: String(app.id), connected_accounts: app.connected_accounts.map(toSdkAccount) };
}
