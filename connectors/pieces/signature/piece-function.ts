import type { FunctionDefinition, OptionsSource } from '#connectors/kit/connector.ts';
import type { JsonObject } from '#connectors/kit/json.ts';
import type { ActionOverlay } from '../app-file.ts';
import type { PieceAction, PieceProperty } from '../description.ts';
import { parametersSchema, plainText } from './property-schema.ts';

const LONGEST_DESCRIPTION = 2_000;

/** An action as a function of ours. */
export interface PieceFunction {
  action: PieceAction;
  overlay: ActionOverlay;
  /** What the action takes where a call leaves a property away */
  defaults: JsonObject;
  definition: FunctionDefinition;
}

export function pieceFunction(name: string, action: PieceAction, overlay: ActionOverlay): PieceFunction {
  const properties = askedFor(action, overlay);
  const reads = action.classification === 'READ' || action.classification === 'SEARCH';
  let parameters: FunctionDefinition['parameters'] | undefined;
  const definition: FunctionDefinition = {
    name,
    sourceId: action.name,
    title: overlay.title ?? action.title,
    description: overlay.description ?? plainText(action.description).slice(0, LONGEST_DESCRIPTION),
    type: overlay.type ?? (reads ? 'QUERY' : 'ACTION'),
    paged: overlay.pagination !== undefined,
    idempotent: overlay.idempotent ?? (reads || action.idempotent),
    // Made when it is first asked for: most functions of a catalogue never are.
    get parameters() {
      parameters ??= parametersSchema(properties);
      return parameters;
    },
    ...optional('options', sourcesOf(properties, ['DROPDOWN', 'MULTI_SELECT_DROPDOWN'], choicesSource)),
    ...optional(
      'fields',
      sourcesOf(properties, ['DYNAMIC'], ({ refreshers }) => ({ dependsOn: dependsOn(refreshers) })),
    ),
  };
  const defaults = Object.fromEntries(action.properties.map((property) => [property.name, property.defaultValue]));
  return { action, overlay, defaults, definition };
}

function askedFor({ properties }: PieceAction, { parameters }: ActionOverlay): PieceProperty[] {
  return properties.flatMap((property) => {
    const { hidden, title, description } = parameters[property.name] ?? {};
    if (hidden) return [];
    return [{ ...property, title: title ?? property.title, description: description ?? property.description }];
  });
}

function choicesSource({ refreshers }: PieceProperty): OptionsSource {
  return { dependsOn: dependsOn(refreshers), searchable: false };
}

/** Every list of choices depends on the account; that goes without saying. */
const dependsOn = (refreshers: readonly string[] = []): string[] => refreshers.filter((name) => name !== 'auth');

function sourcesOf<Source>(
  properties: readonly PieceProperty[],
  types: readonly string[],
  source: (property: PieceProperty) => Source,
): Record<string, Source> {
  const wanted = properties.filter(({ type }) => types.includes(type));
  return Object.fromEntries(wanted.map((property) => [property.name, source(property)]));
}

function optional<Name extends string, Value extends object>(name: Name, value: Value): Partial<Record<Name, Value>> {
  return Object.keys(value).length > 0 ? ({ [name]: value } as Record<Name, Value>) : {};
}
