import type { Json, JsonObject } from '#bridge-protocol/json.ts';
import { ownProperty } from '#bridge-protocol/json-schema.ts';
import { withoutSecrets } from '../log.ts';

const REDACTED = '[redacted]';
const CUT = '…';
/** Of one text, in characters; more of it is looked at, so that nothing shows of a secret that begins before the end. */
const MOST_SHOWN = 200;
const MOST_READ = 1_000;
/** Of an object or a list */
const MOST_ENTRIES = 50;
const DEEPEST = 5;
/** Of all texts and names together, in characters, and what each entry counts beside them */
const MOST_IN_ALL = 4_000;
const ENTRY_COST = 8;

const SECRET_NAME =
  /pass(?:word|wd|phrase|code)|secret|token|credential|authorization|cookie|signature|private[-_ ]?key|api[-_ ]?key|access[-_ ]?key|card[-_ ]?number|^(?:auth|key|otp|pin|cvc|cvv|ssn|iban)$/i;
const CAMEL = /([a-z\d])([A-Z])/g;

/**
 * A call's parameters as the log shows them: what the signature calls secret, what is named like a secret or looks like
 * one is removed, long texts are cut, and of large and deep values only the beginning is left. What is left can be stored.
 */
export function redactArguments(input: JsonObject, schema: JsonObject): JsonObject {
  const budget = { left: MOST_IN_ALL };
  return objectOf(input, schema, 0, budget);
}

interface Budget {
  left: number;
}

function objectOf(value: JsonObject, schema: Json | undefined, depth: number, budget: Budget): JsonObject {
  const { properties } = asObject(schema);
  const shown: [string, Json][] = [];
  for (const [name, entry] of Object.entries(value).slice(0, MOST_ENTRIES)) {
    const own = ownProperty(properties, name);
    const shownEntry = isSecret(name, own) ? REDACTED : valueOf(entry ?? null, own, depth + 1, budget);
    shown.push([textOf(name, budget), shownEntry]);
  }
  if (Object.keys(value).length > MOST_ENTRIES) shown.push([CUT, CUT]);
  return Object.fromEntries(shown);
}

function valueOf(value: Json, schema: Json | undefined, depth: number, budget: Budget): Json {
  budget.left -= ENTRY_COST;
  if (budget.left <= 0) return CUT;
  if (typeof value === 'string') return textOf(value, budget);
  if (typeof value !== 'object' || value === null) return value;
  if (depth >= DEEPEST) return CUT;
  if (!Array.isArray(value)) return objectOf(value, schema, depth, budget);
  const { items } = asObject(schema);
  const shown = value.slice(0, MOST_ENTRIES).map((entry) => valueOf(entry, items, depth + 1, budget));
  return value.length > MOST_ENTRIES ? [...shown, CUT] : shown;
}

function isSecret(name: string, schema: Json | undefined): boolean {
  const { format, writeOnly } = asObject(schema);
  return format === 'password' || writeOnly === true || SECRET_NAME.test(name.replace(CAMEL, '$1_$2'));
}

function textOf(text: string, budget: Budget): string {
  const most = Math.max(0, Math.min(MOST_SHOWN, budget.left));
  const shown = withoutTokens(withoutSecrets(readable(text)));
  const isCut = shown.length > most || text.length > MOST_READ;
  const kept = isCut ? `${shown.slice(0, most)}${CUT}` : shown;
  budget.left -= kept.length;
  return kept.toWellFormed();
}

/** The database takes no NUL and no half of a pair. A word that the cut goes through is left out whole. */
function readable(text: string): string {
  const start = text.length > MOST_READ ? text.slice(0, MOST_READ).replace(/\S{1,400}$/, '') : text;
  return start.replaceAll('\0', '\ufffd').toWellFormed();
}

/**
 * Keys and tokens of all kinds are long words in which digits stand among letters: with capitals, whatever else is in
 * between, or of nothing but letters and digits. A UUID is none, nor is a path.
 */
function withoutTokens(text: string): string {
  return text
    .replace(/[\w+/=.~-]{20,}/g, (word) =>
      /\d/.test(word) && /[a-z]/.test(word) && /[A-Z]/.test(word) ? REDACTED : word,
    )
    .replace(/\b[a-z\d]{24,}\b/gi, (word) => (/\d/.test(word) && /[a-z]/i.test(word) ? REDACTED : word));
}

function asObject(value: Json | undefined): JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {};
}
