/**
 * Preloaded into a product that binds every interface and has no setting for it: it listens on this machine only.
 * Names under .localhost mean this machine too (RFC 6761), which Node leaves to the system's resolver.
 */
import dns from 'node:dns';
import net from 'node:net';

type Listen = (this: net.Server, options: net.ListenOptions, listening?: () => void) => net.Server;
type Lookup = (hostname: string, ...rest: unknown[]) => void;

const listen = net.Server.prototype.listen as Listen;
const listenHere: Listen = function (options, listening) {
  const given = typeof options === 'object' ? options : { port: Number(options) };
  return listen.call(this, { ...given, host: '127.0.0.1' }, listening);
};
Object.assign(net.Server.prototype, { listen: listenHere });

const lookup = dns.lookup as Lookup;
const lookupHere: Lookup = (hostname, ...rest) =>
  lookup(/(^|\.)localhost$/i.test(hostname) ? '127.0.0.1' : hostname, ...rest);
Object.assign(dns, { lookup: lookupHere });
