import type { Defence } from '../attack.ts';

export const sealsAreAuthenticated: Defence = [
  {
    file: 'server/vault/aes-gcm.ts',
    from: 'return Buffer.concat([plaintext, decipher.final()]);',
    to: 'return Buffer.from(plaintext);',
  },
];
