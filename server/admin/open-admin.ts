import type * as z from 'zod';
import type { Config } from '../config.ts';
import { openDatabase } from '../db/open-database.ts';
import { readHolder } from '../db/pglite/folder-holder.ts';
import { DomainError } from '../errors.ts';
import { checkVault } from '../sessions/check-vault.ts';
import { openVault } from '../vault/open-vault.ts';
import type { AdminContext } from './command.ts';
import { commands, type CommandInput, type CommandName, type CommandOutput } from './commands/index.ts';
import { revocationAlone, type RevocationConfig } from './revocation.ts';
import { sendCommand } from './send-command.ts';

export interface Admin {
  /** Throws `invalid_argument` for a wrong input, and whatever `DomainError` the command has. */
  run<Name extends CommandName>(name: Name, input: CommandInput<Name>): Promise<CommandOutput<Name>>;
  close(): Promise<void>;
}

type AdminConfig = Pick<Config, 'databaseUrl' | 'dataDir' | 'publicUrl' | 'vaultKeys' | 'vaultModule'> &
  RevocationConfig;

/**
 * A way to run administrator's commands: on the database itself, or through the server that holds the data folder.
 * Throws `database_unreachable`, `invalid_environment` if the vault's key is not the servers', or `data_folder_locked` if
 * who holds the folder takes no commands.
 */
export async function openAdmin(config: AdminConfig): Promise<Admin> {
  try {
    return await onDatabase(config);
  } catch (error) {
    if (!(error instanceof DomainError && error.code === 'data_folder_locked')) throw error;
    const address = (await readHolder(config.dataDir))?.adminSocket;
    if (address === undefined) throw error;
    return {
      run: async (command, input) => parseOutput(command, await sendCommand(address, { command, input })),
      close: async () => {},
    };
  }
}

/** Opens, runs one command and closes. */
export async function runAdminCommand<Name extends CommandName>(
  config: AdminConfig,
  name: Name,
  input: CommandInput<Name>,
): Promise<CommandOutput<Name>> {
  const admin = await openAdmin(config);
  try {
    return await admin.run(name, input);
  } finally {
    await admin.close();
  }
}

async function onDatabase(config: AdminConfig): Promise<Admin> {
  const db = await openDatabase(config);
  try {
    const vault = await openVault(config);
    await checkVault(db, vault);
    const revocation = revocationAlone({ db, vault, config });
    const context: AdminContext = { db, vault, config, revoke: revocation.revoke };
    return {
      run: async (name, input) => parseOutput(name, await commands[name].run(context, input)),
      close: async () => {
        await revocation.close();
        await db.close();
      },
    };
  } catch (error) {
    await db.close();
    throw error;
  }
}

const outputs: { [Name in CommandName]: { output: z.ZodType<CommandOutput<Name>> } } = commands;

/** The reply of a server of another version is not taken on trust. */
function parseOutput<Name extends CommandName>(name: Name, output: unknown): CommandOutput<Name> {
  return outputs[name].output.parse(output);
}
