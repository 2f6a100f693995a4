import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { SUCCEEDED } from './attack.ts';

export interface Outcome {
  name: string;
  threat: string;
  /** Names, sorted */
  defences: string[];
  file: string;
  /** `fault`: the attempt itself went wrong, which says nothing of the defence */
  end: 'blocked' | 'succeeded' | 'fault';
  /** Of what is not blocked */
  message: string;
}

const Report = z.object({
  testResults: z.array(
    z.object({
      name: z.string(),
      message: z.string().optional(),
      assertionResults: z.array(
        z.object({
          title: z.string(),
          status: z.string(),
          failureMessages: z.array(z.string()).nullable(),
          meta: z.object({ attack: z.object({ threat: z.string(), defences: z.array(z.string()) }).optional() }),
        }),
      ),
    }),
  ),
});

interface Run {
  /** Files, or parts of their names; none: all */
  files?: readonly string[];
  /** A regular expression */
  names?: string | undefined;
  /** The defences that are not there; absent: all are, and every attack is tried */
  without?: string;
  workers?: number;
}

/** Tries the attacks of a copy of the source, in a process of its own. */
export async function runAttacks(folder: string, { files = [], names, without, workers = 2 }: Run): Promise<Outcome[]> {
  const report = join(folder, `attacks-${process.pid}-${without?.replaceAll(/\W+/g, '-').slice(0, 80) ?? 'all'}.json`);
  const args = ['run', '--config', join(folder, 'attacks/vitest.config.ts'), `--maxWorkers=${workers}`, ...files];
  if (names !== undefined) args.push('-t', names);
  const vitest = join(folder, 'node_modules/vitest/vitest.mjs');
  const child = spawn(process.execPath, [vitest, ...args, '--reporter=json', `--outputFile=${report}`], {
    cwd: folder,
    env: { ...process.env, ...(without !== undefined && { ATTACKS_WITHOUT: without }) },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let complaints = '';
  child.stderr.on('data', (chunk: Buffer) => (complaints += chunk.toString()));
  await once(child, 'close');
  const text = await readFile(report, 'utf8').catch(() => {
    throw new Error(`The attacks could not be run:\n${complaints}`);
  });
  await rm(report);
  return outcomesOf(Report.parse(JSON.parse(text)));
}

function outcomesOf({ testResults }: z.infer<typeof Report>): Outcome[] {
  const broken = testResults.find(({ assertionResults }) => assertionResults.length === 0);
  if (broken?.message) throw new Error(`${broken.name}: ${broken.message}`);
  return testResults.flatMap(({ name: file, assertionResults }) =>
    assertionResults.flatMap(({ title, status, failureMessages, meta }) => {
      if (!meta.attack || status === 'skipped') return [];
      const message = failureMessages?.[0] ?? '';
      const failed = message.includes(SUCCEEDED) ? 'succeeded' : 'fault';
      const end: Outcome['end'] = status === 'passed' ? 'blocked' : failed;
      return [{ name: title, ...meta.attack, file, end, message }];
    }),
  );
}
