import { spawn } from 'node:child_process';
import { delimiter, join } from 'node:path';

export interface Step {
  name: string;
  command: [string, ...string[]];
  env?: Record<string, string>;
  /** Names of the steps whose success it needs */
  after?: string[];
  /** True for a step that keeps both cores busy by itself */
  alone?: boolean;
  /** Reads how many tests ran, after the step */
  figures?: () => { passed: number; failed: number };
}

export interface StepOutcome {
  step: Step;
  ok: boolean;
}

const root = join(import.meta.dirname, '..', '..');
const slots = 2;
/** Milliseconds after which a step that hangs is ended */
const longest = 20 * 60_000;

/** Runs every step, as many at a time as there are slots. A step whose predecessor failed fails without being run. */
export async function runSteps(steps: readonly Step[]): Promise<StepOutcome[]> {
  const waiting = [...steps];
  const outcomes: StepOutcome[] = [];
  const running = new Map<Step, Promise<void>>();

  const settle = (step: Step, ok: boolean): void => {
    outcomes.push({ step, ok });
    running.delete(step);
  };
  const blocked = (step: Step): boolean => outcomes.some(({ step: { name }, ok }) => !ok && step.after?.includes(name));
  const ready = (step: Step): boolean =>
    (step.after ?? []).every((name) => outcomes.some((outcome) => outcome.step.name === name && outcome.ok)) &&
    (step.alone ? running.size === 0 : running.size < slots && ![...running.keys()].some(({ alone }) => alone));

  while (waiting.length > 0 || running.size > 0) {
    for (const step of [...waiting]) {
      if (blocked(step)) {
        console.log(`✗ ${step.name}: not run`);
        settle(step, false);
      } else if (ready(step)) {
        running.set(
          step,
          run(step).then((ok) => settle(step, ok)),
        );
      } else {
        continue;
      }
      waiting.splice(waiting.indexOf(step), 1);
    }
    if (running.size > 0) await Promise.race(running.values());
  }
  return outcomes;
}

/** Runs one step and prints how it went: a line if well, all it said if not. */
async function run(step: Step): Promise<boolean> {
  const started = performance.now();
  const { code, output } = await execute(step);
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  if (code !== 0) console.log(`\n--- ${step.name} ---\n${output.trimEnd()}\n`);
  console.log(`${code === 0 ? '✓' : '✗'} ${step.name}: ${seconds} s`);
  return code === 0;
}

function execute({ command: [file, ...args], env }: Step): Promise<{ code: number | null; output: string }> {
  const bin = join(root, 'node_modules', '.bin');
  const child = spawn(file, args, {
    cwd: root,
    env: { ...process.env, PATH: `${bin}${delimiter}${process.env.PATH}`, FORCE_COLOR: '0', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    shell: process.platform === 'win32',
    timeout: longest,
  });
  let output = '';
  const collect = (chunk: Buffer): void => void (output += chunk.toString());
  child.stdout.on('data', collect);
  child.stderr.on('data', collect);
  return new Promise((resolve) => {
    child.once('error', (error) => resolve({ code: 1, output: `${file}: ${error.message}` }));
    child.once('close', (code) => resolve({ code, output }));
  });
}
