import { parseArgs } from 'node:util';
import { printFigures, type Figure } from './figures.ts';
import { scaleBy, type Scale } from './scale.ts';
import { clocks } from './scenarios/clocks.ts';
import { databaseRestarts } from './scenarios/database-restarts.ts';
import { deploys } from './scenarios/deploys.ts';
import { events } from './scenarios/events.ts';
import { kills } from './scenarios/kills.ts';
import { providerTrouble } from './scenarios/provider-trouble.ts';
import { refreshes } from './scenarios/refreshes.ts';
import { restore } from './scenarios/restore.ts';

/**
 * `npm run test:faults`: breaks what can break, in real processes on a real PostgreSQL, and counts. `-- --scale 0.1` for a
 * tenth of it, `-- kills` for one scenario. Ends with 1 where a promise is broken.
 */
const scenarios: Record<string, (scale: Scale) => Promise<Figure[]>> = {
  kills,
  'database-restarts': databaseRestarts,
  refreshes,
  'provider-trouble': providerTrouble,
  events,
  deploys,
  clocks,
  restore,
};

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { scale: { type: 'string', default: '1' } },
});
const factor = Number(values.scale);
if (!(factor > 0)) throw new Error('--scale takes a number above 0, such as 0.1');
const unknown = positionals.find((name) => !scenarios[name]);
if (unknown) throw new Error(`There is no scenario "${unknown}": use ${Object.keys(scenarios).join(', ')}`);

let broken = 0;
for (const name of positionals.length ? positionals : Object.keys(scenarios)) {
  const started = performance.now();
  const figures = await scenarios[name]!(scaleBy(factor));
  broken += figures.filter(({ isKept }) => !isKept).length;
  printFigures(`${name} (${((performance.now() - started) / 1_000).toFixed(0)} s)`, figures);
}
console.log(broken ? `\n${broken} promises broken` : '\nEvery promise kept');
process.exit(broken ? 1 : 0);
