import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';

/** What the demo has to know of its workspace. */
const DemoFile = z.object({
  appKey: z.string(),
  appSecret: z.string(),
  sandboxClient: z.object({ id: z.string(), secret: z.string() }),
});
export type DemoWorkspace = z.infer<typeof DemoFile>;

/** `undefined` where there is none, or none that can be read. */
export function readDemoFile(dataDir: string): DemoWorkspace | undefined {
  try {
    return DemoFile.parse(JSON.parse(readFileSync(pathIn(dataDir), 'utf8')));
  } catch {
    return undefined;
  }
}

/** The file holds an App-Secret: only its owner may read it. */
export function writeDemoFile(dataDir: string, demo: DemoWorkspace): void {
  mkdirSync(dataDir, { recursive: true });
  const path = pathIn(dataDir);
  writeFileSync(`${path}.new`, `${JSON.stringify(demo, undefined, 2)}\n`, { mode: 0o600 });
  renameSync(`${path}.new`, path);
}

function pathIn(dataDir: string): string {
  return join(dataDir, 'demo.json');
}
