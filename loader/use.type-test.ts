/** Checked by tsc alone: what a customer writes compiles, and what cannot work does not. */
import type {
  FunctionFormChange,
  FunctionResult,
  IntegryConfig,
  IntegryError,
  IntegryJSConstructor,
  SurfaceHandle,
} from './index.d.ts';
import type { getAuthHash } from './server.d.ts';

declare const IntegryJS: IntegryJSConstructor;
declare const fetchToken: () => Promise<string>;

export async function valid(hash: Awaited<ReturnType<typeof getAuthHash>>) {
  const sdk = new IntegryJS({ appKey: 'ak_1', hash, userId: '42', baseUrl: 'https://connect.example' });
  const plain = IntegryJS({ appKey: 'ak_1', token: fetchToken, user: { userId: '42', name: 'Ada' } });
  IntegryJS({ appKey: 'ak_1', hash, userId: '42', deploymentId: 7, lang: 'fr', nonce: 'n' });
  if (plain instanceof IntegryJS) await plain.destroy();

  sdk.eventEmitter.on('ready', ({ isReady }) => isReady satisfies true);
  sdk.eventEmitter.once('error', (error: IntegryError) => error.code === 'invalid_hash');
  sdk.eventEmitter.on('app-connected', (app) => app.connected_account_id.length + app.connected_accounts.length);
  sdk.eventEmitter.unsub('ready');
  sdk.eventEmitter.offAll();

  const id: string = await sdk.connectApp('slack');
  await sdk.disconnectApp('slack', id);
  await sdk.disconnectApp('slack', 1234);
  const result: FunctionResult = await sdk.invokeFunction('pipedrive-add-a-person', { name: 'Sample contact' }, id);
  if ('network_code' in result) await sdk.invokeFunction('pipedrive-get-all-persons', { next_page: result.next_page });
  else result.error_details satisfies string[] | Record<string, string>;

  const apps: SurfaceHandle = await sdk.showApps();
  await apps.update({ layout: 'COMPACT', locale: 'de' });
  await sdk.update({ appearance: { theme: 'dark' }, texts: { 'apps.title': 'Integrations' } });
  await apps.close();
  await sdk.showApps(IntegryJS.RenderModes.INLINE, 'apps', IntegryJS.Layouts.NARROW);
  await sdk.showApps({ renderMode: IntegryJS.RenderModes.INLINE, containerId: 'apps', authOnly: true });
  await sdk.showApp('slack', IntegryJS.RenderModes.MODAL, undefined, IntegryJS.Layouts.WIDE);
  await sdk.showApp('slack', { renderMode: 'INLINE', containerId: 'app' });
  await sdk.showConnectedAccounts('slack', 'INLINE', 'accounts');
  await sdk.showFunctions('INLINE', 'functions', 'COMPACT', 'slack');
  await sdk.showFunctions({ appName: 'slack' });
  await sdk.showFunction('slack-post-message', { channel: 'C1' }, id);
  const onChangeCallback = ({ fieldMachineName, data }: FunctionFormChange): void => void data[fieldMachineName];
  await sdk.showFunction('slack-post-message', { params: { channel: 'C1' }, onChangeCallback }, 'MODAL');
  await sdk.showFunction('slack-post-message', {
    renderMode: 'INLINE',
    containerId: 'form',
    hiddenFields: ['channel'],
  });
  await sdk.invokeFunction(
    'slack-post-message',
    await sdk.showFunctionUI('slack-post-message', { channel: 'C1' }, id, true),
  );
}

export async function invalid(hash: string) {
  // @ts-expect-error -- neither hash nor token
  IntegryJS({ appKey: 'ak_1', userId: '42' });
  // @ts-expect-error -- no user
  IntegryJS({ appKey: 'ak_1', hash });
  // @ts-expect-error -- a User-ID is a string
  IntegryJS({ appKey: 'ak_1', hash, userId: 42 });
  // @ts-expect-error -- no configuration
  new IntegryJS();
  const sdk = IntegryJS({} as IntegryConfig);
  // @ts-expect-error -- no such event
  sdk.eventEmitter.on('connected', () => {});
  // @ts-expect-error -- emit is the SDK's own
  void sdk.eventEmitter.emit;
  // @ts-expect-error -- no app
  await sdk.connectApp();
  // @ts-expect-error -- parameters are an object
  await sdk.invokeFunction('slack-post-message', 'hello');
  // @ts-expect-error -- a function is not data
  await sdk.invokeFunction('slack-post-message', { callback: () => {} });
  // @ts-expect-error -- a result is an output or a refusal: ask which
  void (await sdk.invokeFunction('slack-post-message', {})).output;
  // @ts-expect-error -- no such option
  await sdk.update({ layout: 'COMPACT' });
  // @ts-expect-error -- no such mode
  await sdk.showApps('POPUP');
  // @ts-expect-error -- which app?
  await sdk.showApp();
  // @ts-expect-error -- no such layout
  await sdk.showFunctions('INLINE', 'functions', 'TALL');
}
