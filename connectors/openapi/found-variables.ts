import { ConnectorError } from '#connectors/kit/errors.ts';
import type { Json } from '#connectors/kit/json.ts';
import type { AppFile, FoundVariable } from './app-file.ts';
import { titleIn } from './list-options.ts';

/** The server variables that operations tell of an account, by how it is connected. */
export function foundVariables(app: AppFile, scheme: string): [string, FoundVariable][] {
  return Object.entries(app.variables).filter((entry): entry is [string, FoundVariable] => {
    const variable = entry[1];
    return 'operationId' in variable && (variable.auth?.includes(scheme) ?? true);
  });
}

/** Throws `credentials_rejected` where the reply has none: the credentials reach nothing of what the app is about. */
export function foundValue(name: string, { value }: FoundVariable, output: Json, appTitle: string): string {
  const found = titleIn(output, [value]);
  if (found !== undefined) return found;
  const message = `${appTitle} names no ${name} that these credentials may use. Check what they were granted, and try again.`;
  throw new ConnectorError('credentials_rejected', message);
}
