import { RunnerError } from '../runner-error.ts';

/** The surroundings of one run. What belongs to a flow is absent, and says so when it is used. */
export function actionContext(auth: unknown, propsValue: Record<string, unknown>): Record<string, unknown> {
  return {
    auth,
    propsValue,
    store: memoryStore(),
    files: { write: writeFile },
    server: { apiUrl: '', publicUrl: '', token: '' },
    project: { id: '', externalId: async () => undefined },
    connections: { get: async () => null },
    tags: { add: async () => {} },
    output: { update: async () => {} },
    step: { name: 'call' },
    executionType: 'BEGIN',
    flows: partOfFlow('flows'),
    agent: partOfFlow('agent'),
    run: { id: 'call', ...flowControls() },
    generateResumeUrl: flowOnly('generateResumeUrl'),
  };
}

/** What a check of credentials or a list of choices may use of it. */
export function propertyContext(): Record<string, unknown> {
  return { server: { apiUrl: '', publicUrl: '', token: '' }, project: { id: '', externalId: async () => undefined } };
}

/** Lives as long as the call: between calls nothing is kept of a piece. */
function memoryStore(): Record<string, unknown> {
  const values = new Map<string, unknown>();
  return {
    get: async (key: string) => values.get(key) ?? null,
    put: async (key: string, value: unknown) => {
      values.set(key, value);
      return value;
    },
    delete: async (key: string) => void values.delete(key),
  };
}

/** Pieces hand files on as addresses. There is nowhere to keep one, so the address holds the file itself (RFC 2397). */
async function writeFile({ data }: { data: Uint8Array }): Promise<string> {
  return `data:application/octet-stream;base64,${Buffer.from(data).toString('base64')}`;
}

function flowControls(): Record<string, unknown> {
  const names = ['stop', 'pause', 'respond', 'createWaitpoint', 'waitForWaitpoint'];
  return Object.fromEntries(names.map((name) => [name, flowOnly(`run.${name}`)]));
}

function partOfFlow(name: string): unknown {
  return new Proxy({}, { get: (_target, key) => flowOnly(`${name}.${String(key)}`) });
}

function flowOnly(name: string): () => never {
  return () => {
    throw new RunnerError('not_supported', `This function needs a running flow (${name}).`);
  };
}
