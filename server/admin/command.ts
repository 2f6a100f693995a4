import type * as z from 'zod';
import type { AccountRow } from '../accounts/list-accounts.ts';
import type { Config } from '../config.ts';
import type { Database } from '../db/database.ts';
import { DomainError } from '../errors.ts';
import type { Vault } from '../vault/vault.ts';

/** What an administrator's command works on. */
export interface AdminContext {
  db: Database;
  vault: Vault;
  config: Pick<Config, 'publicUrl'>;
  /** Takes an account's tokens back at the third party, as `revokeCredentials` does; absent: nobody can be asked */
  revoke?: (account: AccountRow) => Promise<boolean>;
}

/** One thing an administrator can do. Input and output cross a socket: both are JSON and have their schema. */
export interface AdminCommand<Input extends z.ZodType, Output extends z.ZodType> {
  input: Input;
  output: Output;
  /** Throws `invalid_argument`, with every problem of the input. */
  run(context: AdminContext, input: unknown): Promise<z.input<Output>>;
}

interface CommandDefinition<Input extends z.ZodType, Output extends z.ZodType> {
  input: Input;
  output: Output;
  run(context: AdminContext, input: z.output<Input>): Promise<z.input<Output>>;
}

/** A command that parses its input before it runs. */
export function defineCommand<Input extends z.ZodType, Output extends z.ZodType>(
  definition: CommandDefinition<Input, Output>,
): AdminCommand<Input, Output> {
  const { input: schema, output, run } = definition;
  return {
    input: schema,
    output,
    async run(context, input) {
      const parsed = schema.safeParse(input);
      if (!parsed.success) throw new DomainError('invalid_argument', problemsOf(parsed.error));
      return run(context, parsed.data);
    },
  };
}

function problemsOf(error: z.ZodError): string {
  return error.issues.map(({ path, message }) => [path.join('.'), message].filter(Boolean).join(': ')).join('; ');
}
