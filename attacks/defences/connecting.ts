import type { Defence, Edit } from '../attack.ts';

const checks = 'server/oauth/callback-checks.ts';
const arrival = '[isForThisApp, isTheProvedBrowser, isStillOpen];';

/** oauth4webapi reads no parameter that comes twice either. */
const readLastOfTwo: Edit = {
  file: 'server/oauth/exchange-code.ts',
  from: 'new URLSearchParams(query);',
  to: 'new URLSearchParams(Object.fromEntries(query));',
};

export const namesNothingTwice: Defence = [{ file: checks, from: '\n  namesNothingTwice,\n', to: '\n' }, readLastOfTwo];

export const bringsNoToken: Defence = [{ file: checks, from: '\n  bringsNoToken,\n', to: '\n' }];

export const comesFromTheIssuer: Defence = [
  { file: checks, from: '\n  comesFromTheIssuer,\n', to: '\n' },
  { file: 'server/oauth/exchange-code.ts', from: 'if (scheme.issuer === undefined)', to: 'if (scheme)' },
  {
    file: 'server/oauth/token-endpoint.ts',
    from: 'iss_parameter_supported: scheme.issuer !== undefined,',
    to: 'iss_parameter_supported: false,',
  },
];

export const answerIsForThisApp: Defence = [
  { file: checks, from: arrival, to: '[isTheProvedBrowser, isStillOpen]; void isForThisApp;' },
];

export const browserIsProved: Defence = [
  { file: checks, from: arrival, to: '[isForThisApp, isStillOpen]; void isTheProvedBrowser;' },
];

export const stateCountsOnce: Defence = [
  {
    file: 'server/oauth/callback.ts',
    from: '.set({ state_hash: null, flow_sealed: null })',
    to: '.set({ status: attempt.status })',
  },
  { file: checks, from: arrival, to: '[isForThisApp, isTheProvedBrowser]; void isStillOpen;' },
];

export const oneState: Defence = [
  { file: 'server/oauth/callback.ts', from: 'if (!state || more.length > 0)', to: 'if (!state)' },
  { file: checks, from: '\n  namesNothingTwice,\n', to: '\n' },
  readLastOfTwo,
];

export const verifierIsRandom: Defence = [
  { file: 'server/oauth/authorization-request.ts', from: 'oauth.generateRandomCodeVerifier()', to: "'A'.repeat(43)" },
];

export const nonceIsCompared: Defence = [
  {
    file: 'server/connect/claim.ts',
    from: 'if (!matchesHash(given.nonce, attempt.nonce_hash))',
    to: 'if (!matchesHash)',
  },
];

export const cookieIsCompared: Defence = [
  {
    file: 'server/connect/continue.ts',
    from: 'if (matchesHash(cookie, attempt.browser_hash)) return;',
    to: 'void [matchesHash, cookie, attempt]; return;',
  },
];

export const pairingWaitsForTheCode: Defence = [
  { file: 'server/connect/continue.ts', from: 'if (!seen.browser_proved) return null;', to: '' },
  { file: 'server/connect/continue.ts', from: 'if (!attempt.browser_proved) return null;', to: '' },
];

export const provedBrowserStays: Defence = [
  {
    file: 'server/connect/pairing.ts',
    from: '!workspace.allow_pairing || attempt.browser_proved',
    to: '!workspace.allow_pairing',
  },
];

export const pairingCanBeSwitchedOff: Defence = [
  {
    file: 'server/connect/pairing.ts',
    from: '!workspace.allow_pairing || attempt.browser_proved',
    to: 'attempt.browser_proved',
  },
];

export const codeIsCompared: Defence = [
  {
    file: 'server/connect/pairing.ts',
    from: 'matchesHash(bound(ref, code), attempt.pairing_code_hash);',
    to: 'matchesHash && bound(ref, code) !== "";',
  },
];

export const codeHasFewTries: Defence = [
  { file: 'server/connect/pairing.ts', from: 'const TRIES = 5;', to: 'const TRIES = 500;' },
];

export const ownPagesOnly: Defence = [
  {
    file: 'server/routes/same-origin.ts',
    from: "if (c.req.header('origin') !== publicUrl || c.req.header('sec-fetch-site') !== 'same-origin') {",
    to: 'if (publicUrl === "") {',
  },
  { file: 'server/routes/same-origin.ts', from: "if (type !== 'application/json') {", to: 'if (type === "never") {' },
];

export const linkSecretIsCompared: Defence = [
  {
    file: 'server/connect-links/open-link.ts',
    from: '  if (secret === undefined || !matchesHash(secret, link.secret_hash)) throw unknownLink();\n}',
    to: '}',
  },
];

export const linkBelongsToOneBrowser: Defence = [
  {
    file: 'server/connect-links/open-link.ts',
    from: 'if (link.browser_hash !== null) {',
    to: 'if (link.browser_hash === undefined) {',
  },
];

export const returnUrlIsListed: Defence = [
  { file: 'server/connect-links/return-url.ts', from: '  if (listed) return;', to: '  if (listed !== null) return;' },
];

export const returnUrlLeadsSomewhereElse: Defence = [
  {
    file: 'server/admin/fields.ts',
    from: 'z.string().refine(isReturnUrl, {',
    to: 'z.string().refine(() => isReturnUrl, {',
  },
];

export const linksEnd: Defence = [
  {
    file: 'server/connect-links/connect-link.ts',
    from: "if (link.status === 'connected') throw",
    to: "if (link.id === '') throw",
  },
  {
    file: 'server/connect-links/connect-link.ts',
    from: "if (link.status === 'revoked') throw",
    to: "if (link.id === '') throw",
  },
  { file: 'server/connect-links/connect-link.ts', from: 'if (link.expired) throw', to: "if (link.id === '') throw" },
];

export const publicUrlIsConfigured: Defence = [
  {
    file: 'server/routes/popup.ts',
    from: "await claimAttempt(services, popup, c.req.valid('json'));",
    to: "await claimAttempt({ ...services, config: { ...services.config, publicUrl: `https://${c.req.header('x-forwarded-host') ?? c.req.header('host')}` } }, popup, c.req.valid('json'));",
  },
];

export const tokensAreRevoked: Defence = [
  {
    file: 'server/accounts/disconnect-account.ts',
    from: '  await revokeCredentials(services, account);',
    to: '  void [revokeCredentials, account];',
  },
];

export const accountsBelongToTheirUser: Defence = [
  { file: 'server/accounts/disconnect-account.ts', from: "    .where('user_id', '=', user.userId)\n", to: '' },
];
