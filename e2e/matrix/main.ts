import { startChromium } from '../engines/chromium.ts';
import type { Engine } from '../engines/engine.ts';
import { startFirefox } from '../engines/firefox.ts';
import { startWebKit } from '../engines/webkit.ts';
import { exactly, printFigures, type Figure } from '../faults/figures.ts';
import { startWorld } from '../harness/world.ts';
import { connect, type Outcome } from './cell.ts';
import { comeBack } from './come-back.ts';

/**
 * `npm run test:matrix`: connects the sandbox in each browser, whether the customer's page, the provider's pages, both or
 * neither send `Cross-Origin-Opener-Policy: same-origin`. Then leaves the page in each, and comes back. Ends with 1 where a
 * promise is broken.
 */
const engines: Record<string, () => Promise<Engine>> = {
  Chromium: startChromium,
  Firefox: startFirefox,
  WebKit: startWebKit,
};
const policies = [undefined, 'same-origin'] as const;

const cells: Figure[] = [];
const outcomes: Outcome[] = [];
for (const providerCoop of policies) {
  const world = await startWorld({ providerCoop });
  for (const hostCoop of policies) {
    world.site.setHeaders(hostCoop ? { 'Cross-Origin-Opener-Policy': hostCoop } : {});
    for (const [name, start] of Object.entries(engines)) {
      const cell = `${name}, host ${hostCoop ?? 'none'}, provider ${providerCoop ?? 'none'}`;
      const outcome = await inBrowser(start, (engine) =>
        connect(engine, world, `user-${outcomes.length}`, hostCoop !== undefined),
      ).catch((error: unknown) => {
        console.error(`${cell}: ${String(error)}`);
        return { isConnected: false, falseEnds: 0 };
      });
      outcomes.push(outcome);
      cells.push(exactly(cell, outcome.isConnected ? 1 : 0, 1));
    }
  }
  await world.stop();
}

const returns: Figure[] = [];
const world = await startWorld();
for (const [name, start] of Object.entries(engines)) {
  const { isKept, unsettled, works } = await inBrowser(start, (engine) => comeBack(engine, world, 'back'));
  const page = `${name}, a page that it ${isKept ? 'has kept' : 'loads anew'}`;
  returns.push(exactly(`${page}: calls that never end`, unsettled, 0), exactly(`${page}: works`, works ? 1 : 0, 1));
}
await world.stop();

const falseEnds = outcomes.reduce((sum, outcome) => sum + outcome.falseEnds, 0);
const figures = [...cells, exactly('told "cancelled" or another failure', falseEnds, 0)];
printFigures('Connected', figures);
printFigures('Left, and come back to', returns);
process.exit([...figures, ...returns].every(({ isKept }) => isKept) ? 0 : 1);

async function inBrowser<Result>(
  start: () => Promise<Engine>,
  use: (engine: Engine) => Promise<Result>,
): Promise<Result> {
  const engine = await start();
  try {
    return await use(engine);
  } finally {
    await engine.stop();
  }
}
