import { DocumentNode, type Document } from '../document/document-node.ts';
import { isString } from '../document/json-values.ts';
import type { Operation } from '../document/operations.ts';
import type { Finding } from './finding.ts';

export interface ServersDraft {
  hosts: string[];
  /** Replaces the document's servers where these will not do */
  server?: string;
  findings: Finding[];
}

/** The hosts of every server that the document names, at its top, at paths and at operations. */
export function draftServers(
  document: Document,
  operations: ReadonlyMap<string, Operation>,
  source?: URL,
): ServersDraft {
  const top = serversOf(new DocumentNode(document));
  const below = [...operations.values()].flatMap(({ pathItem, node }) => [...serversOf(pathItem), ...serversOf(node)]);
  const urls = [...top, ...below].flatMap((server) => addresses(server, source));
  const secure = urls.filter((url) => url.protocol === 'https:');
  const hosts = [...new Set((secure.length > 0 ? secure : urls).map((url) => url.hostname))];
  const address = addressOf(top, source) ?? urls[0];
  if (!address) return { hosts, findings: [noServer(top)] };
  if (secure.length > 0 && !isRelative(top)) return { hosts, findings: [] };
  return assumed(address, hosts);
}

function serversOf(place: DocumentNode): DocumentNode[] {
  return place.child('servers').items();
}

/** One of the addresses of the document's top, the first that is https. */
function addressOf(servers: DocumentNode[], source: URL | undefined): URL | undefined {
  const urls = servers.flatMap((server) => addresses(server, source));
  return urls.find((url) => url.protocol === 'https:') ?? urls[0];
}

function isRelative(servers: DocumentNode[]): boolean {
  return servers.length > 0 && servers.every((server) => /^\/(?!\/)|^\.|^$/.test(server.string('url') ?? ''));
}

/** A server's address for each value that its variables are said to take; none where it is no http address. */
function addresses(server: DocumentNode, source: URL | undefined): URL[] {
  const template = server.string('url') ?? '';
  const variables = server.child('variables');
  let texts = [template.startsWith('//') ? `https:${template}` : template];
  for (const [, name = ''] of template.matchAll(/\{([^{}]+)\}/g)) {
    const variable = variables.child(name);
    const values = [
      variable.string('default'),
      ...variable
        .child('enum')
        .items()
        .map(({ value }) => value),
    ];
    const known = [...new Set(values.filter(isString).filter((value) => !/[{}]/.test(value)))].slice(0, 20);
    texts = texts.flatMap((text) => known.map((value) => text.replaceAll(`{${name}}`, value))).slice(0, 100);
  }
  return texts.flatMap((text) => {
    const url = URL.parse(text, source);
    return url && /^https?:$/.test(url.protocol) && !url.username && !url.search && !url.hash ? [url] : [];
  });
}

/** The document names the address in plain http, or only in relation to where it was found. */
function assumed(address: URL, hosts: string[]): ServersDraft {
  const isLocal = /^(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(address.hostname);
  const url = new URL(address);
  if (!isLocal) url.protocol = 'https:';
  if (!isLocal && url.port === '80') url.port = '';
  const server = url.href.replace(/\/+$/, '');
  const message = `"${server}" is assumed, as the document names no whole https address: correct it if the API is elsewhere`;
  return { hosts, server, findings: [{ kind: 'note', pointer: '/server', message }] };
}

function noServer(servers: DocumentNode[]): Finding {
  const template = servers[0]?.string('url');
  const [, variable] = /\{([^{}]+)\}/.exec(template ?? '') ?? [];
  if (variable !== undefined) {
    const message =
      `the document's server "${template}" is another for each account: say where {${variable}} comes from, such as ` +
      `{"field": "${variable}"} with an input of this name in "auth", and name the hosts, such as "*.example.com"`;
    return { kind: 'missing', pointer: `/variables/${variable}`, message };
  }
  const why = template ? `the document's server "${template}" is no whole address` : 'the document has no servers';
  const message = `${why}: add "server": "https://api.example.com/v1", and the host to "hosts"`;
  return { kind: 'missing', pointer: '/server', message };
}
