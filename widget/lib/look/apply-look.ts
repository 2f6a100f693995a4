import type { Greeting } from '#bridge-protocol/bridge.ts';
import { findLocale } from '#bridge-protocol/locale.ts';
import type { Locale } from '#bridge-protocol/locale.ts';
import type { Look } from '#bridge-protocol/look.ts';
import { CodedError } from '../coded-error.ts';
import { language } from '../language/language.svelte.ts';
import type { Messages } from '../language/language.svelte.ts';
import { directionOf } from '../language/direction.ts';
import { useLanguage } from '../language/use-language.ts';
import { setStyle } from './set-style.ts';
import type { Style } from './style.ts';

/** What the host page wants of every surface, and of the one that this frame shows. */
let ofInstance: Look = {};
let ofSurface: Look = {};
let page: Greeting['page'];
let turn: Promise<unknown> = Promise.resolve();
let speaking: Promise<void> = Promise.resolve();

/** The instance's look: what is named replaces what was. Gives the whole. Throws `invalid_argument`, and changes nothing then. */
export function applyLook(look: Look): Promise<Look> {
  return inTurn(async () => {
    const wanted = { ...ofInstance, ...look };
    await show({ ...wanted, ...ofSurface });
    ofInstance = wanted;
    return wanted;
  });
}

/** The look that the instance was made with. Throws `invalid_config`. */
export async function applyConfig(look: Look): Promise<void> {
  try {
    await applyLook(look);
  } catch (error) {
    if (!(error instanceof CodedError) || error.code !== 'invalid_argument') throw error;
    throw new CodedError('invalid_config', error.message);
  }
}

/** The look of the surface that is shown, over the instance's; undefined once there is none. Throws as `applyLook`. */
export function applySurfaceLook(look: Look | undefined): Promise<void> {
  return inTurn(async () => {
    const wanted = look ? { ...ofSurface, ...look } : {};
    if (Object.keys({ ...wanted, ...ofSurface }).length > 0) await show({ ...ofInstance, ...wanted });
    ofSurface = wanted;
  });
}

/** What the host page says of itself, for what its look leaves open. */
export function applyPage(given: Greeting['page']): void {
  page = given;
}

/** Settles once texts can be shown in the language that was chosen last. */
export function languageReady(): Promise<void> {
  return speaking;
}

/** One after another, so that the last one is what stays. */
function inTurn<Value>(change: () => Promise<Value>): Promise<Value> {
  const changed = turn.then(change);
  turn = changed.catch(() => undefined);
  return changed;
}

/** Everything is parsed before anything is set. */
async function show({ appearance, locale, texts }: Look): Promise<void> {
  const chosen = parseLocale(locale);
  const { style, overrides } = await customise(appearance, texts);
  setStyle(style);
  language.overrides = overrides;
  speak(chosen);
}

/** The code that parses is fetched where there is something to parse. */
async function customise(
  appearance: unknown,
  texts: unknown,
): Promise<{ style: Style | undefined; overrides: Partial<Messages> }> {
  if (appearance === undefined && texts === undefined) return { style: undefined, overrides: {} };
  const { readStyle, parseTexts } = await import('./customise.ts').catch((cause: unknown) => {
    throw new CodedError('server_unreachable', 'A part of the page did not load. Check the connection and try again.', {
      cause,
    });
  });
  return {
    style: appearance === undefined ? undefined : readStyle(appearance),
    overrides: texts === undefined ? {} : parseTexts(texts),
  };
}

const TAG = /^[a-z]{2,8}([-_][a-z0-9]{1,8}){0,4}$/i;

/** The language the host asks for; undefined where it asks for none, or for one that we do not have. */
function parseLocale(locale: unknown): Locale | undefined {
  if (locale === undefined) return undefined;
  if (typeof locale === 'string' && TAG.test(locale)) return findLocale([locale]);
  throw new CodedError('invalid_argument', 'locale must be a language tag such as "de" or "pt-BR"');
}

/** Where the host asks for no language of ours, its page says which, and how it is written; then the browser. */
function speak(chosen: Locale | undefined): void {
  const locale = chosen ?? findLocale([page?.lang, ...navigator.languages]) ?? 'en';
  document.documentElement.dir = chosen || page?.dir !== 'rtl' ? directionOf(locale) : 'rtl';
  speaking = useLanguage(locale);
}
