import { connect, type Socket } from 'node:net';
import type { GuardedDial } from '#connectors/kit/connector.ts';
import { ConnectorError } from '#connectors/kit/errors.ts';
import { egressError } from './egress-error.ts';
import type { FindWay } from './find-way.ts';
import { hostMatcher, type IsAllowedInternal } from './host-names.ts';

interface Rules {
  findWay: FindWay;
  isAllowedInternal: IsAllowedInternal;
  /** In milliseconds */
  connectTimeout: number;
  /** How long a connection may be silent, in milliseconds */
  idleTimeout: number;
}

const PLAIN_HTTP = 80;

/**
 * Opens TCP connections to these hosts only, at addresses that were checked. What is spoken on them is up to the caller;
 * the port of plain HTTP is closed but to hosts that the operator allowed by name.
 */
export function guardedDial(hosts: readonly string[], rules: Rules): GuardedDial {
  const isAllowedHost = hostMatcher(hosts);
  return async (host, port) => {
    if (!isAllowedHost(host)) {
      throw new ConnectorError('egress_blocked', `${host} is not one of the hosts this connector may send to.`);
    }
    if (port === PLAIN_HTTP && !rules.isAllowedInternal(host, port)) {
      throw new ConnectorError('egress_blocked', `${host} may only be called over https.`);
    }
    const way = await rules.findWay(host, port);
    return connected(connect({ ...way, host, autoSelectFamily: true }), host, rules);
  };
}

function connected(socket: Socket, host: string, rules: Rules): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const late = new ConnectorError('provider_timeout', `${host} could not be reached in time.`);
    const timer = setTimeout(() => socket.destroy(late), rules.connectTimeout);
    const fail = (error: Error): void => {
      clearTimeout(timer);
      reject(egressError(error, host));
    };
    // It stays: an error before anybody else listens would end the server.
    socket.on('error', fail);
    socket.once('connect', () => {
      clearTimeout(timer);
      socket.setTimeout(rules.idleTimeout, () => socket.destroy());
      resolve(socket);
    });
  });
}
