import { join, relative } from 'node:path';
import { parseArgs } from 'node:util';
import { defences } from './defences/all.ts';
import { runAttacks, type Outcome } from './run-attacks.ts';
import { ScratchCopy, staleEdits } from './scratch-copy.ts';

/**
 * `npm run test:attack [-- part of a name …]`, and `test:attack:webkit` for what needs a browser, in that one: tries every
 * attack on the project as it is, where none may succeed, and then on copies of the source without the defences that the
 * attack names, where it has to: what cannot succeed proves nothing.
 */
const root = join(import.meta.dirname, '..');
const COPIES = 2;

async function main(): Promise<boolean> {
  const { positionals, values } = parseArgs({ allowPositionals: true, options: { webkit: { type: 'boolean' } } });
  if (values.webkit) process.env['ATTACKS_IN'] = 'WebKit';
  const stale = staleEdits(defences);
  if (stale.length > 0) throw new Error(`Defences that are not where they were:\n${stale.join('\n')}`);
  const parts = positionals.length > 0 ? `(${positionals.join('|')})` : undefined;
  const names = values.webkit ? `${parts ?? ''}.* in WebKit` : parts;

  const attacks = await runAttacks(root, { names });
  const unused = names === undefined ? unusedDefences(attacks) : [];
  const twice = attacks.filter(({ name }, index) => attacks.findIndex((other) => other.name === name) !== index);
  const unblocked = attacks.filter(({ end }) => end !== 'blocked');
  const counterparts = await withoutDefences(attacks, names);
  const shown = new Set(counterparts.filter(({ end }) => end === 'succeeded').map(({ name }) => name));
  const unshown = attacks.filter(({ name }) => !shown.has(name));

  printThreats(attacks, shown);
  print(
    'Defences that no attack names',
    unused.map((name) => ({ name, message: '' })),
  );
  print('Two of the same name', twice);
  print('Not blocked', unblocked);
  print(
    'Not shown to succeed where its defences are out',
    unshown.map(({ name }) => counterparts.find((one) => one.name === name) ?? fault(name)),
  );
  return attacks.length > 0 && unused.length + twice.length + unblocked.length + unshown.length === 0;
}

/** Each set of defences is taken out once, and the attacks that name this set are tried. */
async function withoutDefences(attacks: readonly Outcome[], names: string | undefined): Promise<Outcome[]> {
  const sets = [...Map.groupBy(attacks, (attack) => attack.defences.join())];
  const found: Outcome[] = [];
  const work = async (): Promise<void> => {
    const copy = new ScratchCopy();
    try {
      for (let next = sets.pop(); next; next = sets.pop()) {
        const [without, group] = next;
        const putBack = copy.without(without.split(',').map((name) => defences.get(name)!));
        const files = [...new Set(group.map(({ file }) => relative(root, file)))].map((file) =>
          join(copy.folder, file),
        );
        found.push(...(await runAttacks(copy.folder, { files, names, without, workers: 1 })));
        putBack();
      }
    } finally {
      copy.remove();
    }
  };
  // Each takes its copy away first, also where the other one failed.
  const ends = await Promise.allSettled(Array.from({ length: COPIES }, work));
  const failure = ends.find((end) => end.status === 'rejected');
  if (failure) throw failure.reason;
  return found;
}

function unusedDefences(attacks: readonly Outcome[]): string[] {
  const used = new Set(attacks.flatMap((attack) => attack.defences));
  return [...defences.keys()].filter((name) => !used.has(name));
}

function fault(name: string): Pick<Outcome, 'name' | 'message'> {
  return { name, message: 'It was not tried.' };
}

function printThreats(attacks: readonly Outcome[], shown: ReadonlySet<string>): void {
  const threats = [...Map.groupBy(attacks, ({ threat }) => threat)].sort(([a], [b]) =>
    a.localeCompare(b, 'en', { numeric: true }),
  );
  console.log(
    `${'threat'.padEnd(8)}${'attacks'.padStart(9)}${'blocked'.padStart(9)}${'shown to succeed without the defence'.padStart(40)}`,
  );
  for (const [threat, group] of [...threats, ['all', attacks] as const]) {
    const blocked = group.filter(({ end }) => end === 'blocked').length;
    const seen = group.filter(({ name }) => shown.has(name)).length;
    console.log(
      `${threat.padEnd(8)}${String(group.length).padStart(9)}${String(blocked).padStart(9)}${String(seen).padStart(40)}`,
    );
  }
}

function print(title: string, outcomes: readonly Pick<Outcome, 'name' | 'message'>[]): void {
  if (outcomes.length > 0) console.error(`\n${title}: ${outcomes.length}`);
  for (const { name, message } of outcomes) console.error(`  ${name}\n    ${message.split('\n', 1)[0]}`);
}

process.exitCode = (await main()) ? 0 : 1;
