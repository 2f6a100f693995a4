import { DomainError } from '../errors.ts';

/** Why nothing can be listened on there, for the operator: `port_in_use`, or `invalid_environment` where HOST is wrong. */
export function listenError({ code }: NodeJS.ErrnoException, host: string, port: number): DomainError {
  if (code === 'EADDRINUSE') {
    return new DomainError(
      'port_in_use',
      `Port ${port} on ${host} is in use. Stop what uses it, or set PORT to another.`,
    );
  }
  const remedy =
    code === 'EACCES'
      ? 'Set PORT to one that this user may listen on, such as 4600.'
      : 'Set HOST to an address of this machine, such as 127.0.0.1, or 0.0.0.0 for all of them.';
  return new DomainError(
    'invalid_environment',
    `The server cannot listen on HOST ${host}, PORT ${port} (${code}). ${remedy}`,
  );
}
