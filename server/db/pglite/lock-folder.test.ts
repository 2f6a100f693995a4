import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { describeHolder, readHolder } from './folder-holder.ts';
import { lockFolder } from './lock-folder.ts';

const contender = path.join(import.meta.dirname, '..', '..', 'testing', 'hold-folder.ts');

describe('the lock of a data folder', () => {
  let folder: string;
  const children: ChildProcess[] = [];
  beforeEach(async () => {
    folder = path.join(await mkdtemp(path.join(os.tmpdir(), 'integry-lock-')), 'data');
  });
  afterEach(async () => {
    await Promise.all(children.splice(0).map(kill));
    await rm(path.dirname(folder), { recursive: true });
  });

  async function kill(child: ChildProcess): Promise<void> {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGKILL');
    await once(child, 'exit');
  }

  /** Another process that tries for the folder; answers what became of it: 'held' or the code of the error. */
  async function contend(): Promise<{ child: ChildProcess; outcome: unknown }> {
    const child = fork(contender, [folder], { execArgv: [] });
    children.push(child);
    const [outcome]: unknown[] = await once(child, 'message');
    return { child, outcome };
  }

  it('keeps a second process out, and names the first', async () => {
    const { child, outcome } = await contend();
    expect(outcome).toBe('held');
    await expect(lockFolder(folder)).rejects.toMatchObject({
      code: 'data_folder_locked',
      message: `The data folder ${folder} is in use by process ${child.pid}. Stop it, or choose another folder with DATA_DIR.`,
    });
  });

  it('keeps a second user in the same process out', async () => {
    const unlock = await lockFolder(folder);
    await expect(lockFolder(folder)).rejects.toMatchObject({ code: 'data_folder_locked' });
    expect((await contend()).outcome).toBe('data_folder_locked');
    await unlock();
    await unlock();
    await (
      await lockFolder(folder)
    )();
  });

  it('says in words that there can be no such folder', async () => {
    await writeFile(folder, '');
    await expect(lockFolder(folder)).rejects.toMatchObject({
      code: 'invalid_environment',
      message: `DATA_DIR ${folder} cannot be made a folder (EEXIST). Name one that the server may write to.`,
    });
  });

  it('ends with its process, however that dies', async () => {
    const { child } = await contend();
    await kill(child);
    const unlock = await lockFolder(folder);
    expect(await readHolder(folder)).toEqual({ pid: process.pid });
    await unlock();
  });

  it('goes to exactly one of many who want it at once, also after a crash', async () => {
    await kill((await contend()).child);
    const outcomes = await Promise.all(Array.from({ length: 6 }, () => contend()));
    expect(outcomes.map(({ outcome }) => outcome).sort()).toEqual([
      ...Array<string>(5).fill('data_folder_locked'),
      'held',
    ]);
  });

  it('tells others where the holder takes commands, until it is released', async () => {
    const unlock = await lockFolder(folder);
    await describeHolder(folder, { adminSocket: '/tmp/admin.sock' });
    expect(await readHolder(folder)).toEqual({ pid: process.pid, adminSocket: '/tmp/admin.sock' });
    await unlock();
    expect(await readHolder(folder)).toBeUndefined();
  });
});
