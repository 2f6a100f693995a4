import { join } from 'node:path';
import { buildMissing } from './build/build-missing.ts';

/** `npm run build`: builds what is missing or out of date. To build everything anew, remove dist/. */
try {
  await buildMissing({ root: join(import.meta.dirname, '..'), report: (line) => console.log(line) });
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
