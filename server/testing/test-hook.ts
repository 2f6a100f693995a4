import type { Services } from '../services.ts';
import { BackendClient } from './backend-client.ts';
import { addAccount, makeWorkspace, sessionToken, userRowId } from './test-workspace.ts';
import { WebhookReceiver } from './webhook-receiver.ts';

export type TestHook = Awaited<ReturnType<typeof makeHook>>;

/** A workspace with an endpoint at a receiver, and one user, `ann`, with an account of the app `acme`. */
export async function makeHook(services: Services, endpoint: object = {}) {
  const receiver = await WebhookReceiver.start();
  const workspace = await makeWorkspace(services);
  const backend = new BackendClient(services, workspace);
  const made = await backend.ask('POST', '/webhook-endpoints/', { body: { url: receiver.url, ...endpoint } });
  if (made.status !== 200) throw new Error(made.text);
  const { id, secret } = made.body as { id: string; secret: string };
  await sessionToken(services, workspace, 'ann');
  const user = { workspaceId: workspace.id, userId: await userRowId(services, workspace, 'ann') };
  const accountId = await addAccount(services, user, { app: 'acme' });
  const path = `/webhook-endpoints/${id}`;
  return {
    ...{ receiver, workspace, backend, id, path, secret, user, accountId },
    endpointNow: async () => ((await backend.ask('GET', '/webhook-endpoints')).body.endpoints as object[])[0],
    deliveries: async () =>
      (await backend.ask('GET', `${path}/deliveries`)).body.deliveries as Record<string, unknown>[],
  };
}
