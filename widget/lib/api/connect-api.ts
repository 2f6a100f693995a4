import type { App } from '#bridge-protocol/entities/app.ts';
import type { ConnectAttempt } from '#bridge-protocol/entities/connect-attempt.ts';
import { cancelAttempt } from './cancel-attempt.ts';
import type { ApiClient } from './client.ts';
import { createAttempt } from './create-attempt.ts';
import { getApp } from './get-app.ts';
import { getAttempt } from './get-attempt.ts';
import { issueNonce } from './issue-nonce.ts';
import { submitCredentials } from './submit-credentials.ts';
import { submitPairingCode } from './submit-pairing-code.ts';

/** What a connect journey asks of the server. Each throws `CodedError`. */
export interface ConnectApi {
  getApp(name: string): Promise<App>;
  createAttempt(id: string, app: string, accountId?: string): Promise<ConnectAttempt>;
  getAttempt(id: string): Promise<ConnectAttempt>;
  issueNonce(id: string): Promise<string>;
  cancelAttempt(id: string): Promise<ConnectAttempt>;
  submitCredentials(id: string, scheme: string, values: Record<string, string>): Promise<ConnectAttempt>;
  submitPairingCode(id: string, code: string): Promise<void>;
}

export function createConnectApi(api: ApiClient): ConnectApi {
  return {
    getApp: (name) => getApp(api, name),
    createAttempt: (id, app, accountId) => createAttempt(api, id, app, accountId),
    getAttempt: (id) => getAttempt(api, id),
    issueNonce: (id) => issueNonce(api, id),
    cancelAttempt: (id) => cancelAttempt(api, id),
    submitCredentials: (id, scheme, values) => submitCredentials(api, id, scheme, values),
    submitPairingCode: (id, code) => submitPairingCode(api, id, code),
  };
}
