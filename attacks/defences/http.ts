import type { Defence } from '../attack.ts';

const validated = 'server/http/validated.ts';
const body = 'server/http/read-body.ts';
const page = 'server/pages/page.ts';

/** Of bodies that are JSON */
export const jsonOnly: Defence = {
  id: 'json-only',
  edits: [{ file: validated, from: "requireType(c, 'application/json');", to: '' }],
};

export const formOnly: Defence = {
  id: 'form-only',
  edits: [{ file: validated, from: "requireType(c, 'application/x-www-form-urlencoded');", to: '' }],
};

export const noPrototypeKey: Defence = {
  id: 'no-prototype-key',
  edits: [
    { file: 'server/http/parse-json.ts', from: "if (key === '__proto__') throw", to: "if (key === '\\0') throw" },
  ],
};

export const bodiesAreCapped: Defence = {
  id: 'bodies-are-capped',
  edits: [
    { file: body, from: 'if (Number(declared ?? 0) > MAX_BYTES) throw tooLarge();', to: '' },
    { file: body, from: 'if (size > MAX_BYTES) throw tooLarge();', to: '' },
  ],
};

export const bodiesAreText: Defence = {
  id: 'bodies-are-text',
  edits: [
    { file: body, from: "new TextDecoder('utf-8', { fatal: true })", to: "new TextDecoder('utf-8')" },
    { file: 'server/sessions/user-id.ts', from: "|| value.includes('\\uFFFD')", to: '' },
  ],
};

/** Our own pages, the answers of the API, and the shell of who is not listed */
export const nobodyFramesOurPages: Defence = {
  id: 'nobody-frames-our-pages',
  edits: [
    { file: page, from: '    "frame-ancestors \'none\'",\n', to: '' },
    { file: page, from: "    'X-Frame-Options': 'DENY',\n", to: '' },
  ],
};

export const apiAnswersAreNoPages: Defence = {
  id: 'api-answers-are-no-pages',
  edits: [
    {
      file: 'server/http/security-headers.ts',
      from: "\"default-src 'none'; frame-ancestors 'none'\"",
      to: '"default-src \'none\'"',
    },
  ],
};

export const shellIsFramedByListedPages: Defence = {
  id: 'shell-is-framed-by-listed-pages',
  edits: [
    {
      file: 'server/routes/embed.ts',
      from: 'shell.policy(listed ? ancestors : [])',
      to: 'shell.policy(listed ? ancestors : [...ancestors])',
    },
  ],
};

export const ancestorsAreOrigins: Defence = {
  id: 'ancestors-are-origins',
  edits: [
    { file: 'server/routes/embed.ts', from: ' || !ancestors.every(isOrigin)', to: '' },
    {
      file: 'server/routes/embed.ts',
      from: 'shell.policy(listed ? ancestors : [])',
      to: 'shell.policy(listed ? ancestors : [...ancestors])',
    },
  ],
};

export const limitsHold: Defence = {
  id: 'limits-hold',
  edits: [
    {
      file: 'server/limits/count-request.ts',
      from: 'if (state.isExceeded) throw tooMany(state);',
      to: 'void tooMany;',
    },
  ],
};

export const addressIsTheProxys: Defence = {
  id: 'address-is-the-proxys',
  edits: [
    {
      file: 'server/limits/client-address.ts',
      from: "if (trustedProxies > 0) return networkOf(parse(forwarded?.split(',').at(-trustedProxies)) ?? peer);",
      to: "if (trustedProxies >= 0) return networkOf(parse(forwarded?.split(',').at(0)) ?? peer);",
    },
  ],
};

export const logKeepsSecretsOut: Defence = {
  id: 'log-keeps-secrets-out',
  edits: [
    {
      file: 'server/log.ts',
      from: '  return text\n    .replace(/\\bas_',
      to: '  if (text) return text;\n  return text\n    .replace(/\\bas_',
    },
  ],
};

export const logHasListedFields: Defence = {
  id: 'log-has-listed-fields',
  edits: [
    {
      file: 'server/log.ts',
      from: 'const line: Record<string, unknown> = { requestId: currentRequestId() };',
      to: 'const line: Record<string, unknown> = { requestId: currentRequestId(), ...fields };',
    },
  ],
};

export const logCutsQueries: Defence = {
  id: 'log-cuts-queries',
  edits: [
    { file: 'server/log.ts', from: "withoutSecrets(fields.path.replace(/[?#].*$/s, ''))", to: 'String(fields.path)' },
  ],
};
