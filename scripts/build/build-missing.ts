import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fingerprint } from './fingerprint.ts';
import { runCommand } from './run-command.ts';
import { steps, type BuildStep } from './steps.ts';

export interface BuildOptions {
  root: string;
  /** Is told what is built and how long it took */
  report: (line: string) => void;
  /** Ends the build */
  signal?: AbortSignal;
  all?: BuildStep[];
}

/**
 * Runs the build steps whose outputs are missing or were made from other inputs, at the same time. Throws with the output of
 * a step that failed.
 */
export async function buildMissing({ root, report, signal, all = steps }: BuildOptions): Promise<void> {
  const due = all
    .map((step) => ({ step, print: fingerprint(root, step.inputs) }))
    .filter(
      ({ step, print }) =>
        readStamp(root, step) !== print || step.outputs.some((path) => !existsSync(join(root, path))),
    );
  if (due.length === 0) return;

  report(`Building ${due.map(({ step }) => step.name).join(', ')} …`);
  const underway = new Map<string, Promise<void>>();
  for (const { step, print } of due) {
    underway.set(step.name, build(step, print, { root, report, signal }, underway.get(step.after ?? '')));
  }
  await Promise.all(underway.values());
}

async function build(
  step: BuildStep,
  print: string,
  { root, report, signal }: BuildOptions,
  before?: Promise<void>,
): Promise<void> {
  await before;
  const started = Date.now();
  await runCommand(step.name, step.command, { cwd: root, signal });
  writeStamp(root, step, print);
  report(`  ${step.name}: ${((Date.now() - started) / 1000).toFixed(1)} s`);
}

function stampOf(root: string, step: BuildStep): string {
  return join(root, 'dist', '.stamps', step.name.replaceAll(' ', '-'));
}

function readStamp(root: string, step: BuildStep): string | undefined {
  const stamp = stampOf(root, step);
  return existsSync(stamp) ? readFileSync(stamp, 'utf8') : undefined;
}

/** Last of all: a build that was interrupted leaves no stamp. */
function writeStamp(root: string, step: BuildStep, print: string): void {
  const stamp = stampOf(root, step);
  mkdirSync(join(stamp, '..'), { recursive: true });
  writeFileSync(stamp, print);
}
