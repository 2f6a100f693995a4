import type { Defence } from '../attack.ts';

const way = 'server/egress/find-way.ts';
const fetching = 'server/egress/guarded-fetch.ts';
const dialling = 'server/egress/guarded-dial.ts';

export const publicAddressesOnly: Defence = [{ file: way, from: ': isPublicAddress(address);', to: ': true;' }];

export const noMetadataAddress: Defence = [{ file: way, from: '? !isMetadataAddress(address)', to: '? true' }];

export const hostsOfTheApp: Defence = [
  { file: fetching, from: 'if (!way.isAllowedHost(url.hostname)) {', to: 'if (url.hostname === "") {' },
  { file: dialling, from: 'if (!isAllowedHost(host)) {', to: 'if (host === "") {' },
];

export const noUserInUrl: Defence = [
  { file: fetching, from: 'if (url.username || url.password)', to: 'if (url.href === "")' },
];

export const noPlainHttp: Defence = [
  { file: fetching, from: "if (url.protocol === 'http:' && !internal)", to: 'if (url.href === "")' },
  {
    file: dialling,
    from: 'if (port === PLAIN_HTTP && !rules.isAllowedInternal(host, port)) {',
    to: 'if (port < 0) {',
  },
];

export const httpOnly: Defence = [
  { file: fetching, from: "if (url.protocol !== 'https:' && url.protocol !== 'http:')", to: 'if (url.href === "")' },
];

export const redirectsAreChecked: Defence = [
  { file: fetching, from: '    checkUrl(leg.url, way);', to: '    if (hops === 0) checkUrl(leg.url, way);' },
];

export const credentialsStayAtTheirOrigin: Defence = [
  {
    file: 'server/egress/redirect.ts',
    from: 'url.origin === leg.url.origin ? new Headers(leg.headers) : portable(leg.headers);',
    to: 'new Headers(leg.headers); portable(headers);',
  },
];

export const checkedAddressIsUsed: Defence = [
  {
    file: 'server/egress/guarded-connector.ts',
    from: 'buildConnector({ timeout, lookup })',
    to: 'buildConnector({ timeout, ...(lookup.length < 0 && { lookup }) })',
  },
];

export const answersAreCapped: Defence = [
  {
    file: fetching,
    from: 'readCapped(response.body, limits.responseSize,',
    to: 'readCapped(response.body, limits.responseSize * 1e6,',
  },
];
