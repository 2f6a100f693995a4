import { createHash } from 'node:crypto';

const MAX_LENGTH = 64;

/**
 * `pipedrive` and `getAllPersons` give `pipedrive-get-all-persons`. A name depends on its own operation alone, so it
 * stays when others come and go: what is too long is cut and closed with a digest of the operation's id.
 */
export function functionName(app: string, operationId: string): string {
  const words = kebab(operationId) || digest(operationId, 8);
  const name = `${app}-${words}`;
  return name.length <= MAX_LENGTH ? name : withDigest(name, operationId);
}

/** For the second of two operations whose ids differ only in what `functionName` drops, such as getUser and get_user. */
export function distinctFunctionName(app: string, operationId: string): string {
  return withDigest(functionName(app, operationId), operationId);
}

function withDigest(name: string, operationId: string): string {
  return `${name.slice(0, MAX_LENGTH - 9).replace(/-+$/, '')}-${digest(operationId, 8)}`;
}

/** `getAllPersons` is `get-all-persons`. */
export function kebab(text: string): string {
  return text
    .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1-$2')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');
}

function digest(text: string, length: number): string {
  return createHash('sha256').update(text).digest('hex').slice(0, length);
}
