import type { Defence } from '../attack.ts';

const passthroughUrl = 'connectors/openapi/passthrough/passthrough-url.ts';
const passthroughRequest = 'connectors/openapi/passthrough/passthrough-request.ts';
const serverUrl = 'connectors/openapi/request/server-url.ts';
const allowedHosts = 'connectors/pieces/allowed-hosts.ts';

export const passthroughStaysBelow: Defence = [
  { file: passthroughUrl, from: 'if (!url || !isWithin(url, baseUrl)) throw', to: 'if (!url) throw' },
];

export const passthroughIsSecure: Defence = [
  {
    file: passthroughUrl,
    from: 'if (!url || url.username || url.password || !isSecure(url, source.settings)) {',
    to: 'if (!url) {',
  },
];

export const passthroughHostsAreTheApps: Defence = [
  {
    file: passthroughUrl,
    from: 'if (isOfApp(url, source) || url.origin === new URL(baseUrl()).origin) return url;',
    to: 'if (url) return url;',
  },
];

export const passthroughHeadersAreItsOwn: Defence = [
  { file: passthroughRequest, from: '    if (isForbidden)\n', to: "    if (isForbidden && name === '')\n" },
];

export const passthroughQueryIsItsOwn: Defence = [
  { file: passthroughRequest, from: 'if (ofCredentials.has(name.toLowerCase()))', to: "if (name === '\\0')" },
];

export const pathValuesAreEncoded: Defence = [
  {
    file: 'connectors/openapi/request/serialize-value.ts',
    from: "const encode = style.allowReserved ? encodePath : percentEncode;\n  if (style.style === 'json') return encode(",
    to: "const encode = (text: string) => text;\n  if (style.style === 'json') return encode(",
  },
];

export const pathsHaveNoDots: Defence = [
  {
    file: 'connectors/openapi/request/path-url.ts',
    from: 'if (/^(?:\\.|%2e){1,2}$/i.test(segment))',
    to: "if (segment === '\\0')",
  },
];

export const requestsStayBelow: Defence = [
  {
    file: 'connectors/openapi/request/build-request.ts',
    from: 'if (!isWithin(url, baseUrl)) throw',
    to: "if (url.href === '') throw",
  },
];

export const serverPartsAreNames: Defence = [
  { file: serverUrl, from: 'if (!isWholeOrigin && SAFE_PART.test(value)) return value;', to: 'return value;' },
];

export const serverUrlIsPlain: Defence = [
  {
    file: serverUrl,
    from: 'if (!url || url.username || url.password || url.search || url.hash) {',
    to: 'if (!url) {',
  },
];

export const serverIsOfTheApp: Defence = [
  {
    file: serverUrl,
    from: 'if (isFinal && !allowsHost(source.hosts, url.hostname)) throw',
    to: "if (isFinal && url.href === '') throw",
  },
];

export const pieceHostPartsAreNames: Defence = [
  { file: allowedHosts, from: 'hostPart.test(entered) ?', to: "entered !== '' ?" },
];

export const enteredPatternsAreNoHosts: Defence = [
  { file: allowedHosts, from: "url?.hostname.includes('*') ? undefined : ", to: '' },
];

export const piecesDialTheirHosts: Defence = [
  { file: allowedHosts, from: 'if (allowsHost(allowed, host.toLowerCase())) return', to: "if (host !== '') return" },
];
