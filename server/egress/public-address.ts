import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';

/** Services of the cloud's own machinery. No configuration reaches them, not even an internal host allowed by name. */
const metadataAddresses = new Set([
  '169.254.169.254',
  '169.254.170.2',
  '168.63.129.16',
  '100.100.100.200',
  '192.0.0.192',
  'fd00:ec2::254',
  'fd20:ce::254',
]);

/**
 * True for an address of the public internet, as a resolver writes it. Everything else is refused: private, loopback,
 * link-local, documentation and reserved ranges, addresses with a zone, and what is no address at all.
 * IPv4 inside an IPv6 address (mapped, or NAT64 of RFC 6052) counts as the IPv4 address it leads to. 6to4 and Teredo
 * are refused whatever they hold: both are retired and would hide where a packet ends.
 */
export function isPublicAddress(text: string): boolean {
  const address = parse(text);
  if (!address || metadataAddresses.has(address.toString())) return false;
  if (address.range() !== 'unicast') return false;
  return address instanceof ipaddr.IPv4 || isGlobalUnicast(address);
}

/** True for an address that answers with the secrets of the machine we run on. */
export function isMetadataAddress(text: string): boolean {
  const address = parse(text);
  return address !== undefined && metadataAddresses.has(address.toString());
}

function parse(text: string): ipaddr.IPv4 | ipaddr.IPv6 | undefined {
  if (isIP(text) === 0 || text.includes('%')) return undefined;
  const address = ipaddr.parse(text);
  return address instanceof ipaddr.IPv6 ? unwrap(address) : address;
}

function unwrap(address: ipaddr.IPv6): ipaddr.IPv4 | ipaddr.IPv6 {
  if (address.isIPv4MappedAddress()) return address.toIPv4Address();
  const [first, second, ...rest] = address.parts;
  const wellKnownNat64 = first === 0x64 && second === 0xff9b && rest.slice(0, 4).every((part) => part === 0);
  return wellKnownNat64 ? new ipaddr.IPv4(address.toByteArray().slice(12)) : address;
}

/** Only 2000::/3 is handed out; the rest holds deprecated forms such as `::127.0.0.1`. */
function isGlobalUnicast(address: ipaddr.IPv6): boolean {
  return ((address.parts[0] ?? 0) & 0xe000) === 0x2000;
}
