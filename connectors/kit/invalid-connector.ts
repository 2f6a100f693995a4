import { basename, dirname } from 'node:path';
import { ConnectorError } from './errors.ts';

/** Names the file ("slack/app.json": no path of this machine), the place in it, and what would be right. */
export function invalidConnector(file: string, pointer: string, problem: string, cause?: unknown): ConnectorError {
  const name = `${basename(dirname(file))}/${basename(file)}`;
  return new ConnectorError('invalid_connector', `${name}, ${pointer || 'at its top'}: ${problem}`, { cause });
}
