import type { Defence } from '../attack.ts';

const validated = 'server/http/validated.ts';
const body = 'server/http/read-body.ts';
const page = 'server/pages/page.ts';

/** Of bodies that are JSON */
export const jsonOnly: Defence = [{ file: validated, from: "requireType(c, 'application/json');", to: '' }];

export const formOnly: Defence = [
  { file: validated, from: "requireType(c, 'application/x-www-form-urlencoded');", to: '' },
];

export const noPrototypeKey: Defence = [
  { file: 'server/http/parse-json.ts', from: "if (key === '__proto__') throw", to: "if (key === '\\0') throw" },
];

export const bodiesAreCapped: Defence = [
  { file: body, from: 'if (Number(declared ?? 0) > MAX_BYTES) throw tooLarge();', to: '' },
  { file: body, from: 'if (size > MAX_BYTES) throw tooLarge();', to: '' },
];

export const bodiesAreText: Defence = [
  { file: body, from: "new TextDecoder('utf-8', { fatal: true })", to: "new TextDecoder('utf-8')" },
  { file: 'server/sessions/user-id.ts', from: "|| value.includes('\\uFFFD')", to: '' },
];

/** Our own pages, the answers of the API, and the shell of who is not listed */
export const nobodyFramesOurPages: Defence = [
  { file: page, from: '    "frame-ancestors \'none\'",\n', to: '' },
  { file: page, from: "    'X-Frame-Options': 'DENY',\n", to: '' },
];

export const apiAnswersAreNoPages: Defence = [
  {
    file: 'server/http/security-headers.ts',
    from: "\"default-src 'none'; frame-ancestors 'none'\"",
    to: '"default-src \'none\'"',
  },
];

export const shellIsFramedByListedPages: Defence = [
  {
    file: 'server/routes/embed.ts',
    from: 'shell.policy(listed ? ancestors : [])',
    to: 'shell.policy(listed ? ancestors : [...ancestors])',
  },
];

/** Whatever a page calls itself, the browser knows which one it is. */
export const shellNamesWhoMayFrameIt: Defence = [
  {
    file: 'server/embed/shell.ts',
    from: "        `frame-ancestors ${ancestors.length > 0 ? ancestors.join(' ') : \"'none'\"}`,\n",
    to: '        ...ancestors.slice(ancestors.length),\n',
  },
];

export const ancestorsAreOrigins: Defence = [
  { file: 'server/routes/embed.ts', from: ' || !ancestors.every(isOrigin)', to: '' },
  {
    file: 'server/routes/embed.ts',
    from: 'shell.policy(listed ? ancestors : [])',
    to: 'shell.policy(listed ? ancestors : [...ancestors])',
  },
];

export const limitsHold: Defence = [
  {
    file: 'server/limits/count-request.ts',
    from: 'if (state.isExceeded) throw tooMany(state);',
    to: 'void tooMany;',
  },
];

export const addressIsTheProxys: Defence = [
  {
    file: 'server/limits/client-address.ts',
    from: "if (trustedProxies > 0) return networkOf(parse(forwarded?.split(',').at(-trustedProxies)) ?? peer);",
    to: "if (trustedProxies >= 0) return networkOf(parse(forwarded?.split(',').at(0)) ?? peer);",
  },
];

export const logKeepsSecretsOut: Defence = [
  {
    file: 'server/log.ts',
    from: '  return text\n    .replace(/\\bas_',
    to: '  if (text) return text;\n  return text\n    .replace(/\\bas_',
  },
];

export const logHasListedFields: Defence = [
  {
    file: 'server/log.ts',
    from: 'const line: Record<string, unknown> = { requestId: currentRequestId() };',
    to: 'const line: Record<string, unknown> = { requestId: currentRequestId(), ...fields };',
  },
];

export const logCutsQueries: Defence = [
  { file: 'server/log.ts', from: "withoutSecrets(fields.path.replace(/[?#].*$/s, ''))", to: 'String(fields.path)' },
];
