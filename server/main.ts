import { readConfig } from './config.ts';
import { DomainError } from './errors.ts';
import { startServer } from './start-server.ts';

export { startServer, type RunningServer } from './start-server.ts';

/** Runs the server of the environment's configuration until SIGINT or SIGTERM. */
async function main(): Promise<void> {
  const config = readConfig(process.env);
  const server = await startServer(config);
  process.stdout.write(`listening on ${config.publicUrl}\n`);
  const stop = () => {
    process.off('SIGINT', stop).off('SIGTERM', stop);
    server.stop().catch(fail);
  };
  process.on('SIGINT', stop).on('SIGTERM', stop);
}

/** One clear line for what the operator can put right; the whole error for what only we can. */
function fail(error: unknown): void {
  if (error instanceof DomainError) process.stderr.write(`${error.code}: ${error.message}\n`);
  else console.error(error);
  process.exitCode = 1;
}

if (import.meta.main) await main().catch(fail);
