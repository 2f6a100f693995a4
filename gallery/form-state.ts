import type { FormOptions } from '#bridge-protocol/form-options.ts';
import type { JsonObject } from '#bridge-protocol/json.ts';
import type { FormApi, FormSignature } from '#widget/lib/api/form-api.ts';
import { loadForms } from '#widget/lib/screens/load-forms.ts';
import { unanswered } from './gallery-state.ts';
import type { GalleryState } from './gallery-state.ts';
import { account, appNamed } from './samples/apps.ts';
import { surfaceState } from './surface-state.ts';

/** A function of HubSpot's, and one account of it. */
export function signatureOf(
  title: string,
  description: string,
  properties: JsonObject,
  required: string[] = [],
  accounts = [account(1, 'Fabrikam Sales')],
): FormSignature {
  const { name, title: appTitle, icon_url } = appNamed('hubspot');
  return {
    name: 'hubspot-create-contact',
    description,
    parameters: { type: 'object', properties, required },
    meta: { ui: { title }, app: { name, title: appTitle, icon_url, connected_accounts: accounts } },
  };
}

/** A server on which all goes well. */
function apiFor(signature: FormSignature): FormApi {
  return {
    getForm: async () => signature,
    listOptions: async () => ({
      output: ['Customer', 'Lead', 'Opportunity', 'Subscriber'].map((value) => ({ id: value.toLowerCase(), value })),
      _cursor: null,
    }),
    loadFields: async () => ({
      parameters: {
        type: 'object',
        properties: { budget: { type: 'number', title: 'Budget' }, region: { type: 'string', title: 'Region' } },
      },
      output: [],
    }),
    checkArguments: async () => ({ problems: {} }),
  };
}

export interface FormStateOptions extends Omit<GalleryState, 'name' | 'make'> {
  /** What the server answers otherwise */
  api?: Partial<FormApi>;
  /** How the host wants the form */
  form?: FormOptions;
}

/** The form of a function. */
export function formState(name: string, signature: FormSignature, options: FormStateOptions = {}): GalleryState {
  const { api, form = {}, ...rest } = options;
  const request = async () => {
    const { FunctionPage } = await loadForms();
    const page = new FunctionPage(
      { name: signature.name, options: form, onsubmit: () => undefined, onchange: () => undefined },
      { formApi: { ...apiFor(signature), ...api }, connect: unanswered },
    );
    return { screen: 'function', functionName: page.request.name, openForm: async () => page } as const;
  };
  return surfaceState(`function/${name}`, request, rest);
}

/** The user sends the form. */
export function submit(body: HTMLElement): void {
  body.querySelector('form')!.requestSubmit();
}
