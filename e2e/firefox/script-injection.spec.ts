import { expect, test } from '@playwright/test';
import { payloads } from '../script-injection/payloads.ts';
import { startPoisonedWorld, type PoisonedWorld } from '../script-injection/poisoned-world.ts';
import { call, walk } from '../script-injection/walk.ts';
import { Firefox } from '../engines/firefox-driver.ts';

let world: PoisonedWorld;
let firefox: Firefox;
test.beforeAll(async () => {
  firefox = await Firefox.start();
  world = await startPoisonedWorld();
});
test.afterAll(async () => {
  await firefox?.stop();
  await world?.stop();
});

test(`in Firefox: of ${payloads.length} payloads in every text that comes from others, none runs`, async () => {
  await firefox.open(world.hostUrl);
  const { seenWords, ...findings } = await walk(
    {
      inHost: (run, ...args) => firefox.evaluate(call(run, args)),
      inWidget: (name, run, ...args) =>
        firefox.evaluate(call(run, args), name === 'core' ? 'dialog iframe' : '#container iframe'),
    },
    world.workspace.configFor('u'),
    world.pipedrive.token,
  );
  expect(findings).toEqual({ executed: [], markup: [], unseen: [] });
  expect(seenWords).toBeGreaterThan(15);
  const toOthers = firefox.requests.filter((url) => /^https?:/.test(url) && !world.isKnown(url));
  expect(toOthers).toEqual([]);
});
