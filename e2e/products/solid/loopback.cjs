// Preloaded into a product that binds every interface and offers no setting for it: it listens on this machine only.
// Names under .localhost mean this machine too (RFC 6761), which Node leaves to the system's resolver.
const dns = require('node:dns');
const net = require('node:net');

const listen = net.Server.prototype.listen;
net.Server.prototype.listen = function (first, ...rest) {
  if (typeof first === 'number') {
    return listen.call(this, { port: first, host: '127.0.0.1' }, ...rest.filter((argument) => typeof argument === 'function'));
  }
  return listen.call(this, { ...first, host: '127.0.0.1' }, ...rest);
};

const lookup = dns.lookup;
dns.lookup = function (hostname, ...rest) {
  return lookup.call(this, /(^|\.)localhost$/i.test(hostname) ? '127.0.0.1' : hostname, ...rest);
};
