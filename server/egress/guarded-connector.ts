import { buildConnector } from 'undici';
import type { FindWay } from './find-way.ts';
import { portOf } from './host-names.ts';

/** Opens sockets for undici, by ways that were checked. `timeout` is for connecting, in milliseconds. */
export function guardedConnector(findWay: FindWay, timeout: number): buildConnector.connector {
  return (options, callback) => {
    findWay(options.hostname, portOf(options)).then(
      // The name stays: it is what the certificate is checked for.
      ({ port, lookup }) => buildConnector({ timeout, lookup })({ ...options, port: String(port) }, callback),
      (error: Error) => callback(error, null),
    );
  };
}
