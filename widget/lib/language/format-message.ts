export type MessageValues = Readonly<Record<string, string | number>>;

/** `{name}`, or `{name, plural, one {# app} other {# apps}}`: of ICU's MessageFormat what our messages need. */
const ARGUMENT = /\{(\w+)(?:, plural,((?: \w+ \{[^{}]*\})+))?\}/g;
const FORM = / (\w+) \{([^{}]*)\}/g;

/** The message with its values, as plain text. Numbers are written as the locale does. */
export function formatMessage(message: string, values: MessageValues, locale: string): string {
  return message.replace(ARGUMENT, (argument: string, name: string, forms: string | undefined) => {
    const value = Object.hasOwn(values, name) ? values[name] : undefined;
    if (value === undefined) return argument;
    if (typeof value === 'string') return value;
    const number = new Intl.NumberFormat(locale, { maximumFractionDigits: 20 }).format(value);
    return forms === undefined ? number : formOf(forms, value, locale).replaceAll('#', () => number);
  });
}

/** The names of a message's arguments. */
export function argumentsOf(message: string): string[] {
  return [...new Set([...message.matchAll(ARGUMENT)].map(([, name]) => name!))].toSorted();
}

/** True for a message whose braces are all those of arguments, each plural with a form for `other`. */
export function isWellFormed(message: string): boolean {
  const plurals = [...message.matchAll(ARGUMENT)].map(([, , forms]) => forms).filter((forms) => forms !== undefined);
  return (
    !/[{}]/.test(message.replace(ARGUMENT, '')) && plurals.every((forms) => Object.hasOwn(toForms(forms), 'other'))
  );
}

function formOf(forms: string, count: number, locale: string): string {
  const byCategory = toForms(forms);
  return byCategory[new Intl.PluralRules(locale).select(count)] ?? byCategory.other ?? '';
}

function toForms(forms: string): Record<string, string> {
  return Object.fromEntries([...forms.matchAll(FORM)].map(([, category, text]) => [category!, text!]));
}
