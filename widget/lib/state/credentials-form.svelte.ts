import type { AuthField, AuthMethod } from '#bridge-protocol/entities/auth-method.ts';
import { t } from '../language/language.svelte.ts';

/** Said when it is shown, for the language may change meanwhile */
type Problem = () => string;

/** What a user types in to connect an app without OAuth, and what is wrong with it before the server has seen it. */
export class CredentialsForm {
  readonly fields: readonly AuthField[];
  errors = $state.raw<Record<string, Problem>>({});
  #values = $state.raw<Record<string, string>>({});
  readonly #keepsSpaces: boolean;

  constructor(method: AuthMethod) {
    this.fields = method.fields;
    // A password may begin with a space; a key copied from a page often does by mistake.
    this.#keepsSpaces = method.type === 'basic';
  }

  set(name: string, value: string): void {
    this.#values = { ...this.#values, [name]: value };
    const { [name]: _, ...errors } = this.errors;
    this.errors = errors;
  }

  value(name: string): string {
    return own(this.#values, name) ?? '';
  }

  error(name: string): string | undefined {
    return own(this.errors, name)?.();
  }

  /** The values to send; undefined where a field has an error, which is then shown. */
  check(): Record<string, string> | undefined {
    const entered: Record<string, string> = {};
    const errors: Record<string, Problem> = {};
    for (const field of this.fields) {
      const value = this.#entered(field);
      const error = problem(field, value);
      if (error) errors[field.name] = error;
      if (value !== '') entered[field.name] = value;
    }
    this.errors = errors;
    return Object.keys(errors).length > 0 ? undefined : entered;
  }

  /** The first field with an error, for the focus. */
  get firstInvalid(): string | undefined {
    return this.fields.find(({ name }) => this.error(name) !== undefined)?.name;
  }

  #entered(field: AuthField): string {
    const value = this.value(field.name);
    return this.#keepsSpaces && field.type === 'secret' ? value : value.trim();
  }
}

/** Field names are a connector's: one may be called `constructor`. */
function own<Value>(record: Record<string, Value>, name: string): Value | undefined {
  return Object.hasOwn(record, name) ? record[name] : undefined;
}

function problem(field: AuthField, value: string): Problem | undefined {
  if (value === '') return field.required ? () => t('field.required', { field: field.title }) : undefined;
  if (field.type === 'url' && !isWebAddress(value)) return () => t('field.wholeAddress');
  if (field.pattern && !matches(field.pattern, value)) return () => t('field.looksWrong');
  return undefined;
}

function isWebAddress(value: string): boolean {
  try {
    return /^https?:$/.test(new URL(value).protocol);
  } catch {
    return false;
  }
}

/** As the `pattern` attribute has it. A pattern that is none cannot be met by anybody, so it is left to the server. */
function matches(pattern: string, value: string): boolean {
  try {
    return new RegExp(`^(?:${pattern})$`, 'u').test(value);
  } catch {
    return true;
  }
}
