import type { Defence } from '../attack.ts';

export const rowLevelSecurity: Defence = [
  {
    file: 'server/db/kysely-database.ts',
    from: "set_config('role', 'integry_runtime', true)",
    to: "set_config('role', 'none', true)",
  },
];
