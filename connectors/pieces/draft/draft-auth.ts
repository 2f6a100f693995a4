import type * as z from 'zod';
import { kebab } from '#connectors/kit/function-names.ts';
import { isString } from '../../openapi/document/json-values.ts';
import { pointerStep } from '../../openapi/document/json-pointer.ts';
import type { Finding } from '../../openapi/draft/finding.ts';
import type { PieceAppFile } from '../app-file.ts';
import { namedAuths, type NamedAuth } from '../auth/piece-scheme.ts';
import type { PieceDescription, PieceProperty } from '../description.ts';

export interface AuthDraft {
  auth: NonNullable<z.input<typeof PieceAppFile>['auth']>;
  findings: Finding[];
}

/** More ways to connect than this are no choice for a user. */
const MAX_WAYS = 12;

/**
 * The ways to connect are left to the piece, but for OAuth whose addresses depend on a field: there each of the field's
 * choices becomes a way to connect, for OAuth has no step in which a user could enter one first.
 */
export function draftAuth(piece: PieceDescription): AuthDraft {
  const drafts = namedAuths(piece).map((named) => draftOne(named, piece.title));
  return {
    auth: Object.assign({}, ...drafts.map(({ auth }) => auth)) as AuthDraft['auth'],
    findings: drafts.flatMap(({ findings }) => findings),
  };
}

function draftOne({ name, auth }: NamedAuth, title: string): AuthDraft {
  const fields = placeholders(auth.oauth);
  if (fields.length === 0) return { auth: {}, findings: [] };
  const [field = '', ...others] = fields;
  const property = auth.fields.find((one) => one.name === field);
  const choices = choicesOf(property);
  if (others.length > 0 || choices.length === 0 || choices.length > MAX_WAYS) {
    return { auth: {}, findings: fields.map((one) => unknownValue(name, one)) };
  }
  const entries = choices.map(({ value, label }, index) => {
    const way = { title: `${title}: ${label}`, values: { [field]: value } };
    return index === 0 ? [name, way] : [`${name}_${kebab(value).replaceAll('-', '_')}`, { of: name, ...way }];
  });
  const message = `a way to connect for each choice of "${field}": remove those that your users do not need`;
  return {
    auth: Object.fromEntries(entries) as AuthDraft['auth'],
    findings: [{ kind: 'note', pointer: '/auth', message }],
  };
}

function placeholders(oauth: NamedAuth['auth']['oauth']): string[] {
  if (!oauth || oauth.grantType === 'client_credentials') return [];
  return [...new Set([...`${oauth.authUrl} ${oauth.tokenUrl}`.matchAll(/\{(\w+)\}/g)].map((match) => match[1]!))];
}

/** The field's default comes first. */
function choicesOf(property: PieceProperty | undefined): { value: string; label: string }[] {
  const choices = (property?.options ?? []).flatMap(({ value, label }) => (isString(value) ? [{ value, label }] : []));
  return choices.toSorted(
    (a, b) => Number(b.value === property?.defaultValue) - Number(a.value === property?.defaultValue),
  );
}

function unknownValue(way: string, field: string): Finding {
  const pointer = ['auth', way, 'values', field].map(pointerStep).join('');
  const message = `the piece's OAuth addresses depend on {${field}}: write its value for your users`;
  return { kind: 'missing', pointer, message };
}
