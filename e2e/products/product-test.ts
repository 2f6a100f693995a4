import { test as base } from '../harness/test.ts';
import { startWorld, type World, type WorldOptions } from '../harness/world.ts';

export { expect } from '../harness/test.ts';

/** Long enough to install packages on the way. */
const START_MS = 600_000;

/**
 * A test beside a running product: `product` is what `start` answers, and `world` a server that was told of it as `options`
 * says. Both end with the tests, whatever becomes of them.
 */
export function productTest<Product extends { stop(): Promise<unknown> }>(
  start: () => Promise<Product>,
  options: (product: Product) => WorldOptions,
) {
  return base.extend<object, { product: Product; world: World }>({
    product: [
      // eslint-disable-next-line no-empty-pattern -- Playwright reads the parameter's pattern
      async ({}, use) => {
        const product = await start();
        await use(product);
        await product.stop();
      },
      { scope: 'worker', timeout: START_MS },
    ],
    world: [
      async ({ product }, use) => {
        const world = await startWorld(options(product));
        await use(world);
        await world.stop();
      },
      { scope: 'worker', timeout: 90_000 },
    ],
  });
}
