import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import type { Look } from '../../loader/index.d.ts';
import { expect, test } from '../harness/test.ts';
import type { HostPage } from '../harness/host-page.ts';
import { SurfaceView } from '../surfaces/surface.ts';

const path = '/surfaces/host.html';

/** The widget's own idea of how it looks, in the dialog. */
function lookOf(page: Page) {
  const root = page.frameLocator('dialog[open] iframe').locator('html');
  return {
    root,
    /** A custom property as the browser has it, for the theme of the moment */
    token: (name: string) =>
      root.evaluate((element, key) => getComputedStyle(element).getPropertyValue(key).trim(), name),
  };
}

async function violations(host: HostPage, ...rules: string[]): Promise<string[]> {
  const axe = new AxeBuilder({ page: host.page });
  const results = await (rules.length > 0 ? axe.withRules(rules) : axe).analyze();
  return results.violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
}

test('a brand, the dark theme and German, then light and Japanese while the user types', async ({ openHost }) => {
  const host = await openHost({
    path,
    config: {
      appearance: { theme: 'dark', variables: { colorPrimary: '#e4572e', borderRadius: '4px', fontFamily: 'Georgia' } },
      locale: 'de-AT',
      texts: { 'connect.submit': 'Los geht’s', 'connect.title': '{app} anbinden' },
    },
  });
  const connecting = host.call('connectApp', 'pipedrive');
  const { frame } = host.sheet;
  const { root, token } = lookOf(host.page);
  await expect(frame.getByRole('heading', { name: 'Pipedrive anbinden' })).toBeVisible();
  await expect(host.sheet.dialog).toHaveAccessibleName('Pipedrive anbinden');
  await expect(root).toHaveAttribute('lang', 'de');
  expect(await token('--accent')).toBe('#e4572e');
  expect(await token('--surface')).toBe('#1c2028');
  await expect(frame.getByRole('dialog')).toHaveCSS('border-radius', '7px');
  await expect(frame.locator('body')).toHaveCSS('font-family', 'Georgia');
  // A root of another scheme than the iframe's would hide the page behind it.
  await expect(root).toHaveCSS('color-scheme', 'normal');
  expect(await violations(host)).toEqual([]);

  const field = frame.getByLabel('API token', { exact: true });
  await frame.getByRole('button', { name: 'Los geht’s' }).click();
  await expect(field).toHaveAccessibleDescription(/API token ist erforderlich/);
  await host.value('update', { appearance: { theme: 'light' }, locale: 'ja', texts: undefined });
  await expect(frame.getByRole('heading', { name: 'Pipedriveを接続' })).toBeVisible();
  await expect(host.sheet.dialog).toHaveAccessibleName('Pipedriveを接続');
  await expect(field).toHaveAccessibleDescription(/API tokenは必須です。/);
  await expect(field).toBeFocused();
  await expect(frame.getByRole('dialog')).toHaveCSS('background-color', 'rgb(255, 255, 255)');
  expect(await token('--accent')).toBe('#2456d6');

  await field.fill('half of it');
  await host.value('update', { locale: 'fr' });
  await expect(frame.getByRole('button', { name: 'Annuler' })).toBeVisible();
  await expect(field).toHaveValue('half of it');
  await frame.getByRole('button', { name: 'Annuler' }).click();
  expect(await connecting).toMatchObject({ ok: false, code: 'connect_cancelled' });
});

test('a page from right to left is followed, and its language where there are messages', async ({
  openHost,
  world,
  user,
}) => {
  const host = await openHost({ path, start: false });
  const { root } = lookOf(host.page);
  await host.page.evaluate(() => Object.assign(document.documentElement, { lang: 'ar', dir: 'rtl' }));
  await host.start({ ...world.workspace.configFor(user), locale: 'ar' });
  await host.value('showApps');
  const view = new SurfaceView(host.page, 'MODAL');
  await expect(root).toHaveAttribute('dir', 'rtl');
  await expect(root).toHaveAttribute('lang', 'en');
  const [title, close] = await Promise.all([view.heading('Apps').boundingBox(), view.button('Close').boundingBox()]);
  expect(title!.x).toBeGreaterThan(close!.x);
  await host.value('update', { locale: 'es' });
  await expect(view.heading('Aplicaciones')).toBeVisible();
  await expect(root).toHaveAttribute('dir', 'ltr');
});

test('odd brand colours can be read, on the surface and on each other', async ({ openHost }) => {
  const host = await openHost({ path });
  const connecting = host.call('connectApp', 'pipedrive');
  await host.sheet.frame.getByRole('button', { name: 'Connect', exact: true }).click();
  await expect(host.sheet.frame.getByText('API token is required.')).toBeVisible();
  const odd = { yellow: 'light', white: 'light', black: 'dark', '#808080': 'dark', '#777': 'light' };
  for (const [colorPrimary, theme] of Object.entries(odd)) {
    await host.value('update', { appearance: { theme, variables: { colorPrimary } } });
    expect(await violations(host, 'color-contrast'), `${colorPrimary}, ${theme}`).toEqual([]);
  }
  await host.sheet.cancel();
  await connecting;
});

const attempts: [Look, RegExp][] = [
  [
    { appearance: { variables: { colorPrimary: 'red;}*{display:none' } } },
    /^appearance\.variables\.colorPrimary must be/,
  ],
  [{ appearance: { variables: { fontFamily: 'a, url(//x.test/f)' } } }, /^appearance\.variables\.fontFamily must be/],
  [{ texts: { 'app.nothing': '<b>x</b>' } }, /^texts\["app\.nothing"\] is no text of ours/],
];

test('what is no token or text of ours is refused, and changes nothing', async ({ openHost, world, user }) => {
  const host = await openHost({ path });
  await host.value('update', { texts: { 'marketplace.title': '<img src=x onerror="alert(1)">' } });
  await host.value('showApps');
  const { token } = lookOf(host.page);
  await expect(new SurfaceView(host.page, 'MODAL').heading('<img src=x onerror="alert(1)">')).toBeVisible();
  for (const [index, [look, message]] of attempts.entries()) {
    const refusal = expect.stringMatching(message);
    expect(await host.call('update', look)).toMatchObject({ ok: false, code: 'invalid_argument', message: refusal });
    const name = `sdk${index}`;
    await host.start({ ...world.workspace.configFor(user), ...look }, name);
    expect(await host.event('error', name)).toMatchObject({ code: 'invalid_config', message: refusal });
  }
  expect(await token('--accent')).toBe('#2456d6');
});
