import type { Choice } from '#bridge-protocol/choices.ts';
import type { Json } from '#bridge-protocol/json.ts';

/** What a form shows of one value: made from its JSON Schema, and plain data. */
export type Field = FieldNotes & Input;

export interface FieldNotes {
  /** The property's name; of a list's entry and of an alternative the empty text */
  name: string;
  title: string;
  description: string;
  isRequired: boolean;
  isNullable: boolean;
  /** What the value is until the user changes it */
  preset: Json | undefined;
  placeholder: string;
}

export type Input =
  | TextInput
  | NumberInput
  | { kind: 'boolean' }
  | ChoiceInput
  | LiveChoiceInput
  | { kind: 'file'; shape: 'object' | 'text' }
  | { kind: 'group'; fields: () => readonly Field[] }
  /** Its properties are the user's account's. */
  | { kind: 'liveGroup'; dependsOn: readonly string[] }
  | { kind: 'list'; entry: () => Field; limits: ListLimits }
  | { kind: 'map'; entry: () => Field }
  | { kind: 'alternatives'; branches: readonly Branch[] }
  /** Whatever JSON is, or else text: the schema says nothing */
  | { kind: 'any' }
  /** JSON as it is written: the last resort */
  | { kind: 'json'; types: readonly string[] };

export interface TextInput {
  kind: 'text';
  format: 'text' | 'lines' | 'date' | 'date-time' | 'email' | 'uri' | 'secret';
  minLength: number | undefined;
  maxLength: number | undefined;
  pattern: string | undefined;
}

export interface NumberInput {
  kind: 'number';
  isInteger: boolean;
  minimum: number | undefined;
  maximum: number | undefined;
  exclusiveMinimum: number | undefined;
  exclusiveMaximum: number | undefined;
}

export interface ChoiceInput {
  kind: 'choice';
  options: readonly Choice[];
  isMultiple: boolean;
  limits: ListLimits;
}

/** Its choices are the user's account's. */
export interface LiveChoiceInput {
  kind: 'liveChoice';
  isMultiple: boolean;
  limits: ListLimits;
  /** The names of the parameters that decide which choices there are */
  dependsOn: readonly string[];
}

export interface ListLimits {
  minimum: number;
  maximum: number;
}

export interface Branch {
  title: string;
  field: () => Field;
}
