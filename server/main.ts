import { readConfig } from './config.ts';
import { DomainError } from './errors.ts';
import { startServer } from './start-server.ts';

export { startServer, type RunningServer } from './start-server.ts';

/**
 * Runs the server of the environment's configuration until SIGINT or SIGTERM, then lets it finish and ends with 0. A
 * second signal finds no handler, so it ends the process at once, as one that was killed. 1 is a start or an end that failed.
 */
async function main(): Promise<void> {
  const config = readConfig(process.env);
  const server = await startServer(config);
  process.stdout.write(`listening on ${config.publicUrl}\n`);
  const stop = () => {
    process.off('SIGINT', stop).off('SIGTERM', stop);
    // What the server could not close in time must not keep the process.
    void server.stop().then(
      () => process.exit(),
      (error: unknown) => process.exit(fail(error)),
    );
  };
  process.on('SIGINT', stop).on('SIGTERM', stop);
}

/** One clear line for what the operator can put right; the whole error for what only we can. */
function fail(error: unknown): number {
  if (error instanceof DomainError) process.stderr.write(`${error.code}: ${error.message}\n`);
  else console.error(error);
  return (process.exitCode = 1);
}

if (import.meta.main) await main().catch(fail);
