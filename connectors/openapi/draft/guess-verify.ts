import type * as z from 'zod';
import { noOverlay, type Verify } from '../app-file.ts';
import { pointerStep } from '../document/json-pointer.ts';
import type { DocumentNode } from '../document/document-node.ts';
import type { Operation } from '../document/operations.ts';
import { bodyProperties } from '../signature/body.ts';
import { compileFunction } from '../signature/compile-function.ts';
import type { Finding } from './finding.ts';

export interface VerifyGuess {
  verify?: z.input<typeof Verify>;
  findings: Finding[];
}

/** How vendors call the operation that tells whose credentials it was called with, the likeliest first. */
const NAMES: readonly RegExp[] = [
  /(?:^|[/.-])(?:me|whoami|who-am-i|myself|self|current-?user|authenticated-?user|users?\/current)$/,
  /(?:^|[/.-])(?:user-?info|auth\/test|users?\/self)$/,
  /(?:^|[/.-])(?:user|(?:user-?|my-?)?profile|my-?account)$/,
  /(?:^|[/.-])(?:account|account-?info|viewer|session)$/,
];
const ID = [
  'id',
  '$id',
  '_id',
  'user_id',
  'userId',
  'account_id',
  'accountId',
  'uuid',
  'guid',
  'gid',
  'sub',
  'key',
  'login',
  'username',
  'email',
];
const NAME = [
  'email',
  'email_address',
  'emailAddress',
  'name',
  'display_name',
  'displayName',
  'full_name',
  'fullName',
  'login',
  'username',
];
/** Objects that vendors wrap what they answer in */
const WRAPPERS = ['data', 'user', 'me', 'account', 'profile', 'result', 'response'];

/** The operation that most probably tells whose an account is, where the document says where its reply does so. */
export function guessVerify(operations: ReadonlyMap<string, Operation>): VerifyGuess {
  const candidates = [...operations.values()]
    .filter(({ method, path }) => method === 'get' && !path.includes('{'))
    .map((operation) => ({ operation, rank: rankOf(operation) }))
    .filter(({ rank }) => rank >= 0)
    .sort((a, b) => a.rank - b.rank || a.operation.path.length - b.operation.path.length);
  for (const { operation } of candidates) {
    const verify = verifyBy(operation);
    if (!verify) continue;
    const message = `"${operation.id}" is taken to tell whose account it is: see that it does`;
    return { verify, findings: [{ kind: 'note', pointer: '/verify', message }] };
  }
  return { findings: [{ kind: 'note', pointer: '/verify', message: NONE }] };
}

const NONE =
  'no operation seems to tell whose account it is, so credentials are kept unchecked, and the same ones are the same ' +
  'account: name one, if there is one, by {"operationId": "getMe", "externalId": "/id", "displayName": "/email"}';

function rankOf({ id, path }: Operation): number {
  const names = [path, id].map((name) =>
    name
      .replace(/([a-z])([A-Z])/g, '$1-$2')
      .toLowerCase()
      .replace(/[_ ]/g, '-'),
  );
  return NAMES.findIndex((pattern) => names.some((name) => pattern.test(name.replace(/\/$/, ''))));
}

function verifyBy(operation: Operation): VerifyGuess['verify'] {
  try {
    const { parameters, plan } = compileFunction({ operation, overlay: noOverlay, appFile: '', credentialPlaces: [] });
    if (plan.anonymous || (Array.isArray(parameters.required) && parameters.required.length > 0)) return undefined;
    const reply = replySchema(operation);
    const properties = namesIn(reply, '');
    const wrapped = WRAPPERS.flatMap((name) => namesIn(bodyProperties(reply)?.properties.get(name), pointerStep(name)));
    const all = [...properties, ...wrapped];
    const externalId = first(ID, all);
    if (externalId === undefined) return undefined;
    return { operationId: operation.id, externalId, displayName: first(NAME, all) ?? externalId };
  } catch {
    return undefined;
  }
}

function replySchema({ node }: Operation): DocumentNode | undefined {
  const [, success] =
    node
      .child('responses')
      .entries()
      .find(([status]) => /^2/.test(status)) ?? [];
  const [, content] =
    success
      ?.child('content')
      .entries()
      .find(([type]) => type.includes('json')) ?? [];
  return content?.get('schema');
}

/** Pointers to the texts and numbers of an object. */
function namesIn(schema: DocumentNode | undefined, prefix: string): string[] {
  const properties = bodyProperties(schema?.resolve())?.properties ?? new Map<string, DocumentNode>();
  const plain = [...properties].filter(([, node]) => isPlain(node.resolve()));
  return plain.map(([name]) => prefix + pointerStep(name));
}

function isPlain(node: DocumentNode): boolean {
  const type = node.child('type').value;
  return type === undefined || [type].flat().some((one) => one === 'string' || one === 'integer' || one === 'number');
}

function first(wanted: readonly string[], pointers: readonly string[]): string | undefined {
  const found = wanted.map((name) => pointers.find((pointer) => pointer.endsWith(`/${name}`)));
  return found.find((pointer) => pointer !== undefined);
}
