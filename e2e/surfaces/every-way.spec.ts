import AxeBuilder from '@axe-core/playwright';
import type { IntegryJSConstructor, SurfaceHandle } from '../../loader/index.d.ts';
import type { HostPage, SdkMethod } from '../harness/host-page.ts';
import { expect, test } from '../harness/test.ts';
import { SurfaceView } from './surface.ts';

const path = '/surfaces/host.html';

type Show = (...args: unknown[]) => Promise<SurfaceHandle>;

interface Case {
  method: SdkMethod;
  heading: string;
  /** The reference's positional form, with an app where the method takes one */
  args: (mode: string, container: string, layout: string) => unknown[];
  /** What is there once the promise has resolved */
  content: string;
}

const cases: Case[] = [
  { method: 'showApps', heading: 'Apps', args: (...given) => given, content: 'Airtable' },
  { method: 'showApp', heading: 'Sandbox CRM', args: (...given) => ['sandbox', ...given], content: 'A small CRM' },
  {
    method: 'showConnectedAccounts',
    heading: 'Sandbox CRM accounts',
    args: (...given) => ['sandbox', ...given],
    content: 'No account is connected yet.',
  },
  {
    method: 'showFunctions',
    heading: 'Functions',
    args: (...given) => [...given, 'sandbox'],
    content: 'List contacts',
  },
];

/** Something that reaches beyond the frame's edge would be cut off, or make it scroll sideways. */
async function expectNothingCutOff(view: SurfaceView): Promise<void> {
  const excess = () => view.frame.locator('html').evaluate((root) => root.scrollWidth - root.clientWidth);
  // The frame is a process of its own: it hears of a new width a little later.
  await expect.poll(excess).toBe(0);
}

async function expectNoViolations(host: HostPage): Promise<void> {
  const { violations } = await new AxeBuilder({ page: host.page }).include('iframe').analyze();
  expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
}

/** Answers what closes it by its handle. */
async function show(host: HostPage, method: SdkMethod, args: unknown[]): Promise<() => Promise<void>> {
  const handle = await host.page.evaluateHandle(
    ([name, given]) => (globalThis.host.sdks.sdk as never as Record<string, Show>)[name]!(...given),
    [method, args] as const,
  );
  return () => handle.evaluate((surface) => surface.close());
}

for (const { method, heading, args, content } of cases) {
  test(`${method}, each way: shown when it resolves, whole at 320 px, without axe's objection`, async ({
    openHost,
  }) => {
    const host = await openHost({ path });
    for (const mode of ['MODAL', 'INLINE'] as const) {
      const view = new SurfaceView(host.page, mode);
      for (const [layout, colorScheme] of [
        ['COMFORTABLE', 'light'],
        ['COMPACT', 'dark'],
      ] as const) {
        await host.page.emulateMedia({ colorScheme });
        const close = await show(host, method, args(mode, 'container', layout));
        await expect(view.heading(heading)).toBeVisible();
        await expect(view.frame.getByText(content).first()).toBeVisible();
        await expectNoViolations(host);
        await host.page.setViewportSize({ width: 320, height: 640 });
        await expectNothingCutOff(view);
        await host.page.setViewportSize({ width: 1280, height: 720 });
        await close();
      }
    }
  });
}

test('the calls of the reference, word for word, and the package’s object form', async ({ openHost }) => {
  const host = await openHost({ path });
  const { page } = host;
  const isShown = () => page.locator('#container iframe').count();
  await page.evaluate(async () => {
    const integry = globalThis.host.sdks.sdk!;
    const { RenderModes, Layouts } = globalThis.IntegryJS as unknown as IntegryJSConstructor;
    const surfaces = [
      await integry.showApps(RenderModes.INLINE, 'container', Layouts.WIDE),
      await integry.showApps({
        renderMode: RenderModes.INLINE,
        containerId: 'container',
        layout: Layouts.NARROW,
        authOnly: true,
      }),
      await integry.showApp('sandbox', RenderModes.INLINE, 'container', Layouts.NARROW),
      await integry.showConnectedAccounts('sandbox', { renderMode: RenderModes.INLINE, containerId: 'container' }),
      await integry.showFunctions(RenderModes.INLINE, 'container', Layouts.WIDE, 'sandbox'),
      await integry.showFunctions({ renderMode: RenderModes.INLINE, containerId: 'container', appName: 'sandbox' }),
    ];
    Object.assign(globalThis, { surfaces });
  });
  expect(await isShown()).toBe(6);
  await page.evaluate(async () => {
    const { surfaces } = globalThis as unknown as { surfaces: SurfaceHandle[] };
    for (const surface of surfaces) await surface.close();
  });
  expect(await isShown()).toBe(0);
  // Without arguments: a modal.
  await page.evaluate(() => globalThis.host.sdks.sdk!.showApps().then((surface) => surface.close()));
  await expect(page.locator('dialog[open]')).toHaveCount(0);
});
