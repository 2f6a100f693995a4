import { DomainError } from '../errors.ts';

/**
 * Why nothing can be listened on there, for the operator: `port_in_use`, or `invalid_environment` where the host is wrong.
 * `variables` are the names of those that hold the address.
 */
export function listenError(
  { code }: NodeJS.ErrnoException,
  { host, port }: { host: string; port: number },
  variables = { host: 'HOST', port: 'PORT' },
): DomainError {
  if (code === 'EADDRINUSE') {
    return new DomainError(
      'port_in_use',
      `Port ${port} on ${host} is in use. Stop what uses it, or set ${variables.port} to another.`,
    );
  }
  const remedy =
    code === 'EACCES'
      ? `Set ${variables.port} to one that this user may listen on, such as 4600.`
      : `Set ${variables.host} to an address of this machine, such as 127.0.0.1, or 0.0.0.0 for all of them.`;
  return new DomainError(
    'invalid_environment',
    `The server cannot listen on ${variables.host} ${host}, ${variables.port} ${port} (${code}). ${remedy}`,
  );
}
