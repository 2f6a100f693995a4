import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import type { Config } from '#server/config.ts';

/** What the demo has to know of its workspace. */
const DemoFile = z.object({
  appKey: z.string(),
  appSecret: z.string(),
  sandboxClient: z.object({ id: z.string(), secret: z.string() }),
});
export type DemoWorkspace = z.infer<typeof DemoFile>;

/** `undefined` where there is none, or none that can be read. */
export function readDemoFile(server: Config): DemoWorkspace | undefined {
  try {
    return DemoFile.parse(JSON.parse(readFileSync(pathOf(server), 'utf8')));
  } catch {
    return undefined;
  }
}

/** The file holds an App-Secret: only its owner may read it. */
export function writeDemoFile(server: Config, demo: DemoWorkspace): DemoWorkspace {
  mkdirSync(server.dataDir, { recursive: true });
  const path = pathOf(server);
  writeFileSync(`${path}.new`, `${JSON.stringify(demo, undefined, 2)}\n`, { mode: 0o600 });
  renameSync(`${path}.new`, path);
  return demo;
}

/** One for each database: the workspace is in one of them. */
function pathOf({ dataDir, databaseUrl }: Config): string {
  if (databaseUrl === undefined) return join(dataDir, 'demo.json');
  const { host, pathname } = new URL(databaseUrl);
  const hash = createHash('sha256').update(host).update(pathname).digest('hex');
  return join(dataDir, `demo-${hash.slice(0, 12)}.json`);
}
