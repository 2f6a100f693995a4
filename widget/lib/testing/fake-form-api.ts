import { vi } from 'vitest';
import type { JsonObject } from '#bridge-protocol/json.ts';
import type { FormApi, FormSignature } from '../api/form-api.ts';
import { sampleAccount } from './samples.ts';

/** A function with these parameters, and one account of its app. */
export function sampleSignature(
  properties: JsonObject = {},
  required: string[] = [],
  accounts = [sampleAccount(1)],
): FormSignature {
  return {
    name: 'acme-send',
    description: 'Sends something.',
    parameters: { type: 'object', properties, required },
    meta: {
      ui: { title: 'Send' },
      app: { name: 'acme', title: 'Acme', icon_url: null, connected_accounts: accounts },
    },
  };
}

/** A server on which every call comes to a good end. */
export function fakeFormApi(signature = sampleSignature()) {
  return {
    getForm: vi.fn<FormApi['getForm']>(async () => signature),
    listOptions: vi.fn<FormApi['listOptions']>(async () => ({ output: [], _cursor: null })),
    loadFields: vi.fn<FormApi['loadFields']>(async () => ({ parameters: {}, output: [] })),
    checkArguments: vi.fn<FormApi['checkArguments']>(async () => ({ problems: {} })),
  };
}
