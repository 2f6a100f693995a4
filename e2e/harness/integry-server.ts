import { answers, startProcess } from './child-process.ts';

/** A server under test: a process of its own, started the way an operator does. */
export interface IntegryServer {
  /** As browsers name it */
  url: string;
  /** As Node reaches it, which does not resolve names under .localhost */
  localUrl: string;
  /** Everything it has logged */
  log(): string;
  /** As Ctrl-C does; answers the exit code. */
  stop(): Promise<number | null>;
}

/** Starts `server/main.ts` with this environment. Throws, with its log, if it does not come up. */
export async function startServer(env: Record<string, string>): Promise<IntegryServer> {
  const localUrl = `http://127.0.0.1:${env['PORT']}`;
  // What a test leaves under way at its end nobody waits for.
  const running = await startProcess(['server/main.ts'], { DRAIN_SECONDS: '5', ...env }, () =>
    answers(`${localUrl}/health/`),
  );
  return { ...running, localUrl, url: `http://widget.localhost:${env['PORT']}` };
}
