import { ConnectorError } from '#connectors/kit/errors.ts';

/** A value that no request can be made of; the message names the parameter. */
export function invalidArgument(name: string, problem: string): ConnectorError {
  return new ConnectorError('invalid_argument', `${name}: ${problem}`);
}
