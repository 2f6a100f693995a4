import type {
  AuthScheme,
  CallContext,
  Connector,
  FunctionDefinition,
  InvokeRequest,
  InvokeResult,
} from '#connectors/kit/connector.ts';

interface FakeApp {
  name: string;
  title?: string;
  auth?: readonly AuthScheme[];
  functions?: readonly (Partial<FunctionDefinition> & { name: string })[];
  allowMultipleAccounts?: boolean;
  iconPath?: string;
  /** Stands for the third party */
  invoke?: (request: InvokeRequest, context: CallContext) => Promise<InvokeResult>;
  options?: Connector['options'];
  fields?: Connector['fields'];
}

const tokenScheme: AuthScheme = {
  type: 'api_key',
  name: 'api_token',
  title: 'API token',
  fields: [{ name: 'token', title: 'Token', type: 'secret', required: true }],
};

/** A connector without a document, for tests of what stands around connectors. */
export function fakeConnector(app: FakeApp): Connector {
  const { name, title = name, auth = [tokenScheme], functions = [], invoke } = app;
  const definitions = functions.map((definition): FunctionDefinition => ({
    title: definition.name,
    description: `Does ${definition.name}`,
    type: 'ACTION',
    parameters: { type: 'object', properties: {}, required: [] },
    paged: false,
    idempotent: false,
    ...definition,
  }));
  return {
    manifest: {
      name,
      title,
      description: `${title} for tests`,
      categories: ['Testing'],
      docsUrl: null,
      iconPath: app.iconPath ?? null,
      hosts: ['localhost'],
      allowMultipleAccounts: app.allowMultipleAccounts ?? true,
    },
    auth,
    functions: () => definitions,
    options: app.options ?? (async () => ({ options: [] })),
    fields: app.fields ?? (async () => ({})),
    verify: async () => ({ externalId: 'someone', displayName: 'Someone' }),
    invoke: invoke ?? (async () => ({ status: 200, output: { success: true } })),
  };
}
