import type { AuthFieldDefinition, Credentials, FieldsScheme } from '#connectors/kit/connector.ts';
import type { AuthOverlay } from '../app-file.ts';
import type { PieceAuth, PieceProperty } from '../description.ts';
import { fillTemplate } from '../fill-template.ts';
import { plainText } from '../signature/property-schema.ts';
import { fieldOf, textOf, valueOf } from './form-field.ts';
import { otherKind } from './other-kind.ts';
import type { NamedAuth, PieceScheme } from './piece-scheme.ts';

export function fieldsScheme({ name, index, auth }: NamedAuth, overlay: AuthOverlay): PieceScheme {
  const type = auth.type === 'SECRET_TEXT' ? 'api_key' : auth.type === 'BASIC_AUTH' ? 'basic' : 'custom';
  const properties = auth.fields.filter((property) => property.type !== 'MARKDOWN');
  const description = overlay.description ?? plainText(auth.description);
  const scheme: FieldsScheme = {
    type,
    name,
    title: overlay.title ?? titleOf(auth, type),
    ...(description ? { description } : {}),
    ...(overlay.helpUrl ? { helpUrl: overlay.helpUrl } : {}),
    fields: fieldsOf(type, auth, properties).flatMap((field) => withOverlay(field, overlay)),
  };
  const defaults = properties.flatMap(({ name: field, defaultValue }) =>
    defaultValue === undefined ? [] : [[field, textOf(defaultValue)] as const],
  );
  // Pieces put a path behind an address as it was entered.
  const addresses = new Set(scheme.fields.filter((field) => field.type === 'url').map((field) => field.name));
  const valuesOf = (credentials: Credentials): Record<string, string> => {
    if (credentials.type === 'oauth2') throw otherKind();
    const entered = Object.entries(credentials.values)
      .filter(([, value]) => value !== '')
      .map(([field, value]) => [field, addresses.has(field) ? value.trim().replace(/\/+$/, '') : value] as const);
    return { ...Object.fromEntries([...defaults, ...entered]), ...overlay.values };
  };
  const toPiece: PieceScheme['toPiece'] = (credentials) => {
    const values = valuesOf(credentials);
    const { secret_text = '', username = '', password = '' } = values;
    const extra = Object.fromEntries(
      Object.entries(overlay.extra).map(([property, template]) => [property, fillTemplate(template, values)]),
    );
    if (type === 'api_key') return { index, value: { ...extra, type: 'SECRET_TEXT', secret_text } };
    if (type === 'basic') return { index, value: { ...extra, type: 'BASIC_AUTH', username, password } };
    const props = Object.fromEntries(properties.map((one) => [one.name, valueOf(one, values[one.name])]));
    return { index, value: { ...extra, type: 'CUSTOM_AUTH', props } };
  };
  const { send, account } = overlay;
  return { scheme, ...(send ? { send } : {}), ...(account ? { account } : {}), valuesOf, toPiece };
}

function titleOf({ title }: PieceAuth, type: FieldsScheme['type']): string {
  return title === '' || (type === 'custom' && title === 'Connection') ? 'Credentials' : title;
}

function fieldsOf(
  type: FieldsScheme['type'],
  { title, fields }: PieceAuth,
  properties: readonly PieceProperty[],
): AuthFieldDefinition[] {
  if (type === 'custom') return properties.map(fieldOf);
  if (type === 'api_key') return [{ name: 'secret_text', title: title || 'API key', type: 'secret', required: true }];
  const [username, password] = ['username', 'password'].map((name) => fields.find((one) => one.name === name));
  return [
    { name: 'username', title: username?.title || 'User name', type: 'text', required: true },
    { name: 'password', title: password?.title || 'Password', type: 'secret', required: true },
  ];
}

/** None where it is not asked. */
function withOverlay(field: AuthFieldDefinition, { fields, values }: AuthOverlay): AuthFieldDefinition[] {
  const { hidden, type, ...words } = fields[field.name] ?? { hidden: false };
  if (hidden || Object.hasOwn(values, field.name)) return [];
  const given = Object.fromEntries(Object.entries(words).filter(([, value]) => value !== undefined));
  return [{ ...field, ...given, type: type ?? field.type }];
}
