import { spawnSync } from 'node:child_process';
import * as z from 'zod';
import { ConnectorError } from '#connectors/kit/errors.ts';

const DEADLINE_MS = 180_000;

const Failure = z.object({
  error: z.object({ code: z.string().nullish(), summary: z.string().nullish(), detail: z.string().nullish() }),
});

/**
 * Runs npm in a folder, without install scripts: they are how a bad package gets to run outside its worker. Answers what it
 * says as JSON, if anything. Throws `invalid_connector` that says why it failed; `what` starts the sentence, as in "npm could
 * not install x".
 */
export function npm(cwd: string, args: readonly string[], what: string): unknown {
  const quiet = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=silent', '--json', '--fetch-retries=1'];
  const { status, stdout, error } = spawnSync('npm', [...args, ...quiet], {
    cwd,
    stdio: ['ignore', 'pipe', 'ignore'],
    encoding: 'utf8',
    timeout: DEADLINE_MS,
    shell: process.platform === 'win32',
  });
  if (status === 0) return jsonIn(stdout);
  throw new ConnectorError('invalid_connector', `${what}: ${error ? notRun(error) : reasonIn(stdout)}`);
}

function notRun(error: NodeJS.ErrnoException): string {
  if (error.code === 'ENOENT') return 'it is not among the programs of PATH. It comes with Node.';
  return error.code === 'ETIMEDOUT' ? `it took longer than ${DEADLINE_MS / 1_000} seconds.` : error.message;
}

function reasonIn(stdout: string): string {
  const { code, summary, detail } = failureIn(stdout);
  if (code === 'E404') return 'its registry has no such package. See whether the name is right.';
  if (code === 'ETARGET') return 'its registry has the package, but not in this version.';
  if (/^(ENOTFOUND|EAI_AGAIN|ECONN|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|ERR_SOCKET)/.test(code ?? '')) {
    return `its registry cannot be reached (${code}). See whether this machine has a network.`;
  }
  const text = [summary, detail].filter(Boolean).join(' ').replace(/\s+/g, ' ').trim();
  return `${text || 'it does not say why'}${code ? ` (${code})` : ''}`;
}

function failureIn(stdout: string): z.infer<typeof Failure>['error'] {
  const parsed = Failure.safeParse(jsonIn(stdout));
  return parsed.success ? parsed.data.error : {};
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
