import { readdir, readFile } from 'node:fs/promises';

/** The processes that a process has started, and that have not ended. */
export async function childProcesses(parent: number): Promise<number[]> {
  const names = await readdir('/proc');
  const found = await Promise.all(
    names
      .filter((name) => /^\d+$/.test(name))
      .map(async (pid) => ((await parentOf(pid)) === parent ? [Number(pid)] : [])),
  );
  return found.flat();
}

/** Undefined where it is gone. The name in brackets, before, can hold anything (proc(5), "stat"). */
async function parentOf(pid: string): Promise<number | undefined> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  const parent = /^\d+ \(.*\) \w (\d+)/s.exec(stat)?.[1];
  return parent === undefined ? undefined : Number(parent);
}
