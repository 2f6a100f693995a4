/** What `npm run test:mutation` changes, and which tests have to notice. Each area is measured by itself. */
export interface Area {
  /** Globs of what is changed, from the project's root; tests and what only tests use are left out */
  mutate: readonly string[];
  /** Globs of the tests */
  tests: readonly string[];
}

const notTests = ['!server/**/*.test.ts'];

export const areas: Record<string, Area> = {
  vault: {
    mutate: ['server/vault/*.ts', ...notTests],
    tests: ['server/vault/*.test.ts'],
  },
  rotation: {
    mutate: ['server/vault/rotation/*.ts', ...notTests],
    tests: ['server/vault/rotation/*.test.ts'],
  },
  sessions: {
    mutate: ['server/sessions/*.ts', ...notTests],
    tests: [
      'server/sessions/*.test.ts',
      'server/routes/sessions.test.ts',
      'server/routes/access.test.ts',
      'server/routes/integry-credentials.test.ts',
    ],
  },
  oauth: {
    mutate: ['server/oauth/*.ts', ...notTests],
    tests: ['server/oauth/*.test.ts', 'server/routes/oauth-*.test.ts'],
  },
  idempotency: {
    mutate: ['server/functions/idempotency/*.ts', ...notTests],
    tests: ['server/functions/idempotency/*.test.ts', 'server/functions/settle-lost-calls.test.ts'],
  },
};
