import { ConnectorError } from '#connectors/kit/errors.ts';

/** What names in braces stand for: the fields of an account's credentials. */
export type Values = Readonly<Record<string, string>>;

/**
 * `{field}` is a field; `{basic:user:password}` two fields as RFC 7617 has them, the second of which may be left away.
 * Throws `needs_reconnect` where the account has no such field.
 */
export function fillTemplate(template: string, values: Values): string {
  const valueOf = (name: string): string => {
    const value = Object.hasOwn(values, name) ? values[name] : undefined;
    if (value !== undefined) return value;
    throw new ConnectorError('needs_reconnect', `The account has no "${name}". Connect it again.`);
  };
  return template.replaceAll(
    /\{basic:([\w-]+):([\w-]*)\}|\{([\w-]+)\}/g,
    (_, user: string | undefined, password: string | undefined, name: string) =>
      user === undefined
        ? valueOf(name)
        : Buffer.from(`${valueOf(user)}:${password ? valueOf(password) : ''}`).toString('base64'),
  );
}
