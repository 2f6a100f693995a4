import type { Finding } from '../../openapi/draft/finding.ts';
import type { PieceDescription } from '../description.ts';
import { findHosts } from './find-hosts.ts';

/** Fields of a form in which users enter a whole address, and those for the first part of a name. */
const address = /url|host|endpoint|^(?:server|domain|instance)$/i;
const firstPart = /shop|store|site|domain|company|account|workspace|tenant|instance|organi[sz]ation|team|region/i;

/** Where a piece may send to, as its code and the fields of its forms suggest. Whoever adds it has to look at them. */
export function draftHosts(
  code: string,
  piece: PieceDescription,
  name: string,
): { hosts: string[]; findings: Finding[] } {
  const { whole, endings } = findHosts(code, name);
  const fields = openFields(piece);
  const parts = fields.filter((field) => firstPart.test(field));
  const below = endings.map((ending) => (parts.length === 1 ? `{${parts[0]}}` : '*') + ending);
  const entered = fields.filter((field) => address.test(field) && !below.some((host) => host.startsWith(`{${field}}`)));
  const hosts = [...whole, ...below, ...entered.map((field) => `{${field}}`)];
  return { hosts, findings: [hosts.length > 0 ? seen(hosts) : unseen] };
}

/** Names of the fields of forms that are no secrets. */
function openFields(piece: PieceDescription): string[] {
  const fields = piece.auth.flatMap((auth) => (auth.type === 'CUSTOM_AUTH' ? auth.fields : []));
  return [...new Set(fields.filter(({ type }) => type === 'SHORT_TEXT').map(({ name }) => name))];
}

const seen = (hosts: readonly string[]): Finding => ({
  kind: 'note',
  pointer: '/hosts',
  message: `taken from the piece's code: ${hosts.join(', ')}. Nothing else can be reached; remove what is not the app's`,
});

const unseen: Finding = {
  kind: 'missing',
  pointer: '/hosts',
  message:
    'the piece\'s code does not show where it sends to: write the hosts of the app\'s API, such as "api.example.com" or ' +
    '"*.example.com", or "{field}" where users enter an address in that field',
};
