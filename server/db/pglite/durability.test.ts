import { fork } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { makeEmptyWorkspace, makeUser } from '../../testing/rows.ts';
import { openDatabase } from '../open-database.ts';

const writer = path.join(import.meta.dirname, '..', '..', 'testing', 'commit-until-killed.ts');

describe('the embedded database', () => {
  let dataDir: string;
  beforeAll(async () => {
    dataDir = await mkdtemp(path.join(os.tmpdir(), 'integry-durability-'));
  });
  afterAll(() => rm(dataDir, { recursive: true }));

  it('keeps every commit that it acknowledged, however its process dies', { timeout: 60_000 }, async () => {
    let db = await openDatabase({ dataDir });
    const { id } = await makeEmptyWorkspace(db);
    for (const killAfter of [1, 40, 150]) {
      await db.close();
      const prefix = `run-${killAfter}`;
      const acknowledged = await writeUntilKilled(id, prefix, killAfter);
      expect(acknowledged).toBeGreaterThanOrEqual(killAfter);

      db = await openDatabase({ dataDir });
      const names = await db.inWorkspace(id, (tx) =>
        tx.selectFrom('users').select('external_id').where('external_id', 'like', `${prefix}-%`).execute(),
      );
      const kept = new Set(names.map((row) => row.external_id));
      const lost = Array.from({ length: acknowledged }, (_, index) => `${prefix}-${index + 1}`).filter(
        (name) => !kept.has(name),
      );
      expect(lost).toEqual([]);
    }
    await db.close();
  });

  async function writeUntilKilled(workspaceId: number, prefix: string, killAfter: number): Promise<number> {
    const child = fork(writer, [dataDir, String(workspaceId), prefix], { execArgv: [] });
    let acknowledged = 0;
    child.on('message', (count) => {
      acknowledged = Number(count);
      if (acknowledged === killAfter) child.kill('SIGKILL');
    });
    // Not "exit": messages that were sent before the end still arrive after it.
    await once(child, 'close');
    return acknowledged;
  }

  it('has written the log to the disk before it acknowledges a commit, and not for reading', async () => {
    const db = await openDatabase({ dataDir });
    const { id } = await makeEmptyWorkspace(db);
    const toDisk = vi.spyOn(fs, 'fdatasyncSync');
    try {
      for (let count = 1; count <= 5; count++) {
        await makeUser(db, id, `user-${count}`);
        expect(toDisk.mock.calls.length).toBeGreaterThanOrEqual(count);
      }
      toDisk.mockClear();
      await db.inWorkspace(id, (tx) => tx.selectFrom('users').selectAll().execute());
      expect(toDisk).not.toHaveBeenCalled();
    } finally {
      toDisk.mockRestore();
      await db.close();
    }
  });
});
