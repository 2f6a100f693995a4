import type { Defence } from '../attack.ts';

const token = 'server/sessions/token.ts';
const byHash = 'server/sessions/by-hash.ts';
const hash = 'server/sessions/hash.ts';
const claims = 'const Claims = z.object({\n  sub: z.string(),';

export const sessionsEnd: Defence = [
  {
    file: 'server/db/migrations/0006-session-of-token.ts',
    from: ' and s.expires_at > now()',
    to: '',
  },
];

export const sessionsBelongToTheirPage: Defence = [
  { file: 'server/sessions/by-bearer.ts', from: 'if (session.listed && usable) return;', to: 'void usable; return;' },
];

export const appSecretIsCompared: Defence = [
  {
    file: 'server/sessions/require-secret.ts',
    from: 'if (matchSecret(await loadSecrets(tx, vault, workspaceId), given)) return workspace;',
    to: 'void [matchSecret, loadSecrets, vault, given]; return workspace;',
  },
];

export const hashIsVerified: Defence = [
  { file: hash, from: 'if (!/^[\\da-f]{64}$/.test(hash)) {', to: 'if (hash.length < 0) {' },
  {
    file: hash,
    from: 'secrets.filter((secret) => timingSafeEqual(hmac(secret.value, userId), given));',
    to: 'secrets.filter(() => given);',
  },
];

export const originIsListedForHashes: Defence = [
  {
    file: byHash,
    from: 'await requireListed(tx, workspaceId, origin);',
    to: 'void [requireListed, tx, workspaceId];',
  },
];

export const originIsListedForSessions: Defence = [
  {
    file: 'server/sessions/open-session.ts',
    from: 'await requireListed(tx, workspaceId, origin);',
    to: 'void requireListed;',
  },
];

export const hashesAreSwitchedOn: Defence = [
  { file: byHash, from: 'if (!workspace.allow_integry_credentials) {', to: 'if (workspace.id < 0) {' },
];

export const tokenIsDemanded: Defence = [
  { file: byHash, from: 'if (workspace.require_token) {', to: 'if (workspace.id < 0) {' },
  {
    file: 'server/sessions/open-session.ts',
    from: '  if (requireToken) {',
    to: '  if (requireToken === undefined) {',
  },
];

export const tokenIsVerified: Defence = [
  {
    file: token,
    from: "await jwtVerify(token, key, { algorithms: ['HS256'], clockTolerance: LEEWAY_S });",
    to: "{ payload: JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as JWTPayload }; void [jwtVerify, key];",
  },
];

export const tokenAlgorithmIsFixed: Defence = [
  { file: token, from: "algorithms: ['HS256']", to: "algorithms: ['HS256', 'HS384', 'HS512']" },
];

export const tokenIsShortLived: Defence = [
  { file: token, from: 'if (exp > Date.now() / 1000 + MAX_LIFE_S + LEEWAY_S)', to: 'if (exp < 0)' },
];

export const tokenEnds: Defence = [
  {
    file: token,
    from: `${claims}\n  exp: z.number(),`,
    to: `${claims}\n  exp: z.number().default(Date.now() / 1000),`,
  },
];

export const tokenHasAName: Defence = [
  {
    file: token,
    from: 'jti: z.string().regex(/^[\\x21-\\x7e]{1,256}$/),',
    to: 'jti: z.string().default(() => String(Math.random())),',
  },
];

export const tokenCountsOnce: Defence = [
  { file: token, from: '  if (!spent) throw', to: '  if (spent === null) throw' },
];

export const tokenIsForThisAppKey: Defence = [
  {
    file: token,
    from: 'if (payload.aud !== undefined && ![payload.aud].flat().includes(workspace.appKey)) {',
    to: 'if (payload.aud === null) {',
  },
];

export const tokenIsForThisUser: Defence = [
  {
    file: 'server/sessions/open-session.ts',
    from: 'if (userId !== undefined && userId !== verified.userId) {',
    to: 'if (userId === null) {',
  },
];

export const userIdsAreUnambiguous: Defence = [
  {
    file: 'server/sessions/user-id.ts',
    from: "if (!value.isWellFormed() || value.includes('\\uFFFD'))",
    to: "if (value === '\\0')",
  },
  { file: 'server/sessions/user-id.ts', from: 'if (/\\p{Cc}/u.test(value))', to: "if (value === '\\0')" },
];

export const fieldsComeOnce: Defence = [
  {
    file: 'server/http/validated.ts',
    from: "if (Object.hasOwn(fields, name)) throw new DomainError('invalid_argument', 'A field of the form came twice.');\n      Object.defineProperty(fields, name, { value, enumerable: true });",
    to: 'Object.defineProperty(fields, name, { value, enumerable: true, configurable: true });',
  },
];
