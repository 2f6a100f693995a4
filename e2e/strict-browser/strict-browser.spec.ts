import { expect, test } from '../harness/test.ts';

test('the browser of these tests parts a third party’s storage by site, as browsers do today', async ({
  page,
  world,
}) => {
  const thirdParty = `${world.site.originAt('third.localhost')}/harness/empty.html`;
  await page.goto(thirdParty);
  await page.evaluate(() => localStorage.setItem('mark', 'first party'));

  await page.goto(`${world.site.originAt('host.localhost')}/harness/empty.html`);
  await page.evaluate((src) => {
    const iframe = document.createElement('iframe');
    iframe.src = src;
    document.body.append(iframe);
  }, thirdParty);
  const frame = await (await page.waitForSelector('iframe')).contentFrame();
  await frame?.waitForURL(thirdParty);
  expect(await frame?.evaluate(() => localStorage.getItem('mark'))).toBeNull();
});
