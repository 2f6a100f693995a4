import { beforeEach, describe, expect, test, vi } from 'vitest';
import type { FormOptions } from '#bridge-protocol/form-options.ts';
import { CodedError } from '../coded-error.ts';
import type { ApiClient } from '../api/client.ts';
import type { SurfaceApi } from '../api/surface-api.ts';
import { readFormArguments } from '../forms/read-form-arguments.ts';
import type { Forms } from '../screens/load-forms.ts';
import { fakeFormApi, sampleSignature } from '../testing/fake-form-api.ts';
import { sampleAccount, sampleApp, sampleCard, sampleSession } from '../testing/samples.ts';
import { FunctionPage } from './function-page.svelte.ts';
import { Modal } from './modal.ts';
import { Surfaces } from './surfaces.svelte.ts';

function setUp() {
  const api = {
    listCards: vi.fn<SurfaceApi['listCards']>(async () => ({ cards: [sampleCard('Acme')], count: 1, _cursor: '' })),
    getApp: vi.fn<SurfaceApi['getApp']>(async (name) => sampleApp({ name, connected_accounts: [sampleAccount(1)] })),
    listFunctions: vi.fn<SurfaceApi['listFunctions']>(async () => ({ functions: [], count: 0, _cursor: '' })),
    disconnect: vi.fn<SurfaceApi['disconnect']>(async () => undefined),
    rename: vi.fn<SurfaceApi['rename']>(async () => sampleApp()),
  };
  const formApi = fakeFormApi();
  const forms = { FunctionPage, readFormArguments, FunctionScreen: vi.fn() };
  const services = {
    api,
    client: {} as ApiClient,
    loadForms: vi.fn(async (): Promise<Forms> => ({ ...forms, createFormApi: () => formApi })),
    connect: vi.fn(async () => undefined),
    getSession: async () => sampleSession(),
    isInline: () => false,
    loadScreens: vi.fn(async () => undefined),
    openModal: vi.fn(),
    closeModal: vi.fn(),
    setInline: vi.fn(),
    onChange: vi.fn(),
  };
  return { ...services, formApi, surfaces: new Surfaces(services) };
}

let parts: ReturnType<typeof setUp>;
beforeEach(() => void (parts = setUp()));

const showApp = () => parts.surfaces.show('1', { screen: 'app', app: 'acme' }, 'COMPACT');

describe('a surface', () => {
  test('is there once its first screen has something to show', async () => {
    await showApp();
    const { current } = parts.surfaces;
    expect(current).toMatchObject({ id: '1', layout: 'COMPACT', isInline: false, workspaceName: 'Northwind' });
    parts.surfaces.present({ height: 0, label: 'Acme' });
    expect(parts.openModal).toHaveBeenCalledWith('Acme');
  });

  test.each(['unknown_app', 'invalid_hash'] as const)('of which nothing can come rejects: %s', async (code) => {
    parts.api.getApp.mockRejectedValue(new CodedError(code, 'No.'));
    await expect(showApp()).rejects.toMatchObject({ code });
    expect(parts.surfaces.current).toBeUndefined();
  });

  test('whose code does not load rejects', async () => {
    parts.loadScreens.mockRejectedValue(new CodedError('server_unreachable', 'No.'));
    await expect(showApp()).rejects.toMatchObject({ code: 'server_unreachable' });
    expect(parts.surfaces.current).toBeUndefined();
  });

  test('shows a trouble that may pass, and gets over it', async () => {
    parts.api.getApp.mockRejectedValueOnce(new CodedError('timeout', 'Too late.'));
    await showApp();
    const { screen } = parts.surfaces.current!;
    if (screen.name !== 'app') throw new Error(screen.name);
    expect(screen.page.app.failure).toMatchObject({ code: 'timeout' });
    await screen.page.app.load();
    expect([screen.page.app.failure, screen.page.app.value?.name]).toEqual([undefined, 'acme']);
  });

  test('that the user closes while it loads is settled', async () => {
    parts.api.getApp.mockReturnValue(new Promise(() => undefined));
    const shown = showApp();
    await vi.waitFor(() => expect(parts.surfaces.current).toBeDefined());
    parts.surfaces.dismiss();
    await shown;
    expect(parts.closeModal).toHaveBeenCalledTimes(1);
  });

  test('takes the place of the one before, whose handle then closes nothing', async () => {
    await showApp();
    await parts.surfaces.show('2', { screen: 'apps' }, 'COMFORTABLE');
    parts.surfaces.close('1');
    expect(parts.surfaces.current?.id).toBe('2');
    expect(parts.closeModal).not.toHaveBeenCalled();
    parts.surfaces.close('2');
    expect(parts.surfaces.current).toBeUndefined();
  });

  test('that is replaced while it loads still says what stood in its way', async () => {
    parts.api.getApp.mockRejectedValue(new CodedError('unknown_app', 'No.'));
    const first = showApp();
    const second = parts.surfaces.show('2', { screen: 'apps' }, 'COMFORTABLE');
    await expect(first).rejects.toMatchObject({ code: 'unknown_app' });
    await second;
    expect(parts.surfaces.current?.id).toBe('2');
  });

  test('goes from the marketplace to an app and back, and fetches both again when told', async () => {
    await parts.surfaces.show('1', { screen: 'apps' }, 'COMFORTABLE');
    const surface = parts.surfaces.current!;
    surface.openApp('acme');
    expect([surface.screen.name, surface.canGoBack]).toEqual(['app', true]);
    parts.surfaces.refresh();
    expect([parts.api.listCards.mock.calls.length, parts.api.getApp.mock.calls.length]).toEqual([2, 2]);
    surface.back();
    expect(surface.screen).toMatchObject({ name: 'apps', marketplace: { lastOpened: 'acme' } });
  });
});

test('a marketplace for connecting leads to pages without functions', async () => {
  for (const isForConnecting of [true, false]) {
    await parts.surfaces.show('1', { screen: 'apps', isForConnecting }, 'COMFORTABLE');
    const surface = parts.surfaces.current!;
    surface.openApp('acme');
    expect('functions' in surface.screen && surface.screen.functions === undefined).toBe(isForConnecting);
  }
});

describe('an update', () => {
  test('changes what the surface of that call is, and nothing of another', async () => {
    await parts.surfaces.show('1', { screen: 'functions', app: 'acme' }, 'COMPACT');
    await parts.surfaces.update('1', { layout: 'COMFORTABLE', appName: null });
    expect(parts.surfaces.current).toMatchObject({ layout: 'COMFORTABLE', screen: { functions: { app: undefined } } });
    expect(parts.api.listFunctions).toHaveBeenCalledTimes(2);
    await parts.surfaces.update('1', {});
    expect(parts.surfaces.current?.layout).toBe('COMFORTABLE');
    await expect(parts.surfaces.update('2', {})).rejects.toMatchObject({ code: 'unknown_surface' });
  });

  test('names an app only where functions are shown', async () => {
    await showApp();
    const change = parts.surfaces.update('1', { layout: 'COMFORTABLE', appName: 'acme' });
    await expect(change).rejects.toMatchObject({ code: 'invalid_argument' });
    expect(parts.surfaces.current?.layout).toBe('COMPACT');
  });
});

describe('the page of an app', () => {
  async function page() {
    await showApp();
    const { screen } = parts.surfaces.current!;
    if (screen.name !== 'app') throw new Error(screen.name);
    return screen.page;
  }

  test('connects, and says what the sheet could not', async () => {
    const app = await page();
    await app.connect();
    expect(parts.connect).toHaveBeenCalledWith('acme', undefined);
    await app.connect(sampleAccount(7));
    expect(parts.connect).toHaveBeenLastCalledWith('acme', '7');
    parts.connect.mockRejectedValueOnce(new CodedError('connect_cancelled', 'No.'));
    await app.connect();
    expect(app.trouble).toBeUndefined();
    parts.connect.mockRejectedValueOnce(new CodedError('app_not_configured', 'Not set up.'));
    await app.connect();
    expect(app.trouble).toMatchObject({ code: 'app_not_configured' });
  });

  test('disconnects once, and keeps the question where it fails', async () => {
    const app = await page();
    const [account] = app.app.value!.connected_accounts;
    const task = { kind: 'disconnect' as const, account: account! };
    app.turnTo(task);
    parts.api.disconnect.mockRejectedValueOnce(new CodedError('timeout', 'Too late.'));
    await app.disconnect(account!);
    expect([app.trouble?.code, app.task]).toEqual(['timeout', task]);
    await Promise.all([app.disconnect(account!), app.disconnect(account!)]);
    expect(parts.api.disconnect).toHaveBeenCalledTimes(2);
    expect([app.trouble, app.task, app.left]).toEqual([undefined, undefined, account]);
  });

  test('renames, and gives the app’s own name back for an empty one', async () => {
    const app = await page();
    const account = sampleAccount(1);
    app.turnTo({ kind: 'rename', account });
    await app.rename(account, ' Sales ');
    await app.rename(account, '  ');
    expect(parts.api.rename.mock.calls).toEqual([
      [1, 'Sales'],
      [1, null],
    ]);
    expect(app.task).toBeUndefined();
  });

  test('asks until the account is gone, even where an event has it fetched again meanwhile', async () => {
    const app = await page();
    const [account] = app.app.value!.connected_accounts;
    const task = { kind: 'disconnect' as const, account: account! };
    app.turnTo(task);
    let answer = (_: ReturnType<typeof sampleApp>): void => undefined;
    parts.api.getApp.mockImplementation(() => new Promise((resolve) => (answer = resolve)));
    const disconnecting = app.disconnect(account!);
    await vi.waitFor(() => expect(parts.api.getApp).toHaveBeenCalledTimes(2));
    const answerFirst = answer;
    parts.surfaces.refresh();
    answerFirst(sampleApp());
    await Promise.resolve();
    expect([app.task, app.left]).toEqual([task, undefined]);
    answer(sampleApp());
    await disconnecting;
    expect([app.task, app.left, app.app.value!.connected_accounts]).toEqual([undefined, account, []]);
  });
});

describe('the form of a function', () => {
  const ask = (options: FormOptions = {}) => parts.surfaces.ask('1', 'acme-send', () => options);

  async function shown(): Promise<FunctionPage> {
    await vi.waitFor(() => expect(parts.surfaces.current?.screen.name).toBe('function'));
    const { screen } = parts.surfaces.current!;
    if (screen.name !== 'function') throw new Error(screen.name);
    return vi.waitFor(() => {
      expect(screen.form?.signature.value).toBeDefined();
      return screen.form!;
    });
  }

  test('ends with what is submitted, and is gone', async () => {
    const ended = ask({ layout: 'COMPACT' });
    const form = await shown();
    form.request.onchange({ fieldMachineName: 'a', value: 1, hasInvalidFields: false, data: { a: 1 } });
    expect(parts.onChange).toHaveBeenCalledWith('1', expect.objectContaining({ value: 1 }));
    form.submit({ a: 1 });
    expect(await ended).toEqual({ a: 1 });
    expect(parts.surfaces.current).toBeUndefined();
  });

  test('is cancelled by whatever closes it, also by what takes its place', async () => {
    const dismissed = ask();
    await shown();
    parts.surfaces.dismiss();
    await expect(dismissed).rejects.toMatchObject({ code: 'function_cancelled' });
    const replaced = ask();
    await shown();
    await parts.surfaces.show('2', { screen: 'apps' }, 'COMPACT');
    await expect(replaced).rejects.toMatchObject({ code: 'function_cancelled' });
  });

  test('that cannot be shown rejects with what stands in its way', async () => {
    parts.formApi.getForm.mockRejectedValueOnce(new CodedError('unknown_function', 'No.'));
    await expect(ask()).rejects.toMatchObject({ code: 'unknown_function' });
    await expect(ask({ connectedAccountId: '99' })).rejects.toMatchObject({ code: 'unknown_account' });
    parts.loadForms.mockRejectedValueOnce(new CodedError('server_unreachable', 'No.'));
    await expect(ask()).rejects.toMatchObject({ code: 'server_unreachable' });
    expect(parts.surfaces.current).toBeUndefined();
  });

  test('gets an account where there was none', async () => {
    parts.formApi.getForm.mockResolvedValueOnce(sampleSignature({}, [], []));
    const ended = ask();
    const form = await shown();
    expect(form.account).toBeUndefined();
    await form.connect();
    expect(parts.connect).toHaveBeenCalledWith('acme');
    expect([form.account?.id, form.canChoose]).toEqual([1, false]);
    form.submit({});
    expect(await ended).toEqual({});
  });
});

describe('the dialog', () => {
  test('is open while the sheet or the surface wants it, under the name of what is on top', () => {
    const host = { openModal: vi.fn(), closeModal: vi.fn() };
    const modal = new Modal(host);
    modal.open('surface', 'Apps');
    modal.open('sheet', 'Connect Slack');
    modal.open('surface', 'Slack');
    modal.close('sheet');
    expect(host.openModal.mock.calls.flat()).toEqual(['Apps', 'Connect Slack', 'Connect Slack', 'Slack']);
    expect(host.closeModal).not.toHaveBeenCalled();
    modal.close('surface');
    expect(host.closeModal).toHaveBeenCalledTimes(1);
  });
});
