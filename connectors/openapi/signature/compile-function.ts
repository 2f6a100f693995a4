import type { JsonObject } from '#connectors/kit/json.ts';
import type { FunctionOverlay } from '../app-file.ts';
import { DocumentNode } from '../document/document-node.ts';
import type { Operation } from '../document/operations.ts';
import type { ParameterPlan, RequestPlan } from '../request/request-plan.ts';
import { Definitions } from '../schema/definitions.ts';
import { selfContained } from '../schema/self-contained.ts';
import { translateSchema } from '../schema/translate-schema.ts';
import { invalidConnector } from '#connectors/kit/invalid-connector.ts';
import { addBodyInputs, flattens } from './body-inputs.ts';
import { readBody } from './body.ts';
import { Inputs } from './inputs.ts';
import { addParameterInputs } from './parameter-inputs.ts';
import { listParameters, type Parameter } from './parameter.ts';

export interface CompiledFunction {
  /** JSON Schema of the flat input */
  parameters: JsonObject;
  plan: RequestPlan;
  /** The input that the paging cursor goes into, and whether it is a number */
  cursor: { input: string; isNumber: boolean } | undefined;
}

export interface CompileRequest {
  operation: Operation;
  overlay: FunctionOverlay;
  /** app.json's path, for messages */
  appFile: string;
  /** Where credentials go: not for the caller to fill in */
  credentialPlaces: readonly { in: string; name: string }[];
}

/** Turns an operation into the parameters of a function and the plan of its request. */
export function compileFunction(request: CompileRequest): CompiledFunction {
  const { operation, overlay } = request;
  const inputs = new Inputs();
  const definitions = new Definitions();
  const parameters = listParameters(operation).filter((parameter) => !isCredential(parameter, request));
  const parameterPlans = addParameterInputs(parameters, overlay, inputs, definitions);
  const body = operation.method === 'get' || operation.method === 'head' ? undefined : readBody(operation);
  const unknown = Object.keys(overlay.flatten).find((pointer) => !flattens(body, pointer, overlay.flatten));
  if (unknown !== undefined) throw overlayError(request, '/flatten', noSuchObject(unknown));
  const bodyPlan = body ? addBodyInputs(body, inputs, definitions, overlay.flatten) : undefined;
  const plan: RequestPlan = {
    method: operation.method.toUpperCase(),
    path: operation.path,
    servers: nearestServers(operation.node, operation.pathItem, new DocumentNode(operation.node.document)),
    parameters: parameterPlans,
    body: bodyPlan,
    accept: acceptOf(operation),
    anonymous: securityOf(operation)?.items().length === 0,
  };
  const cursor = takeCursor(request, inputs, plan);
  applyWords(request, inputs);
  definitions.fill((node) => translateSchema(node, definitions));
  return { parameters: selfContained(inputs.toSchema(), definitions), plan, cursor };
}

function isCredential(parameter: Parameter, request: CompileRequest): boolean {
  return request.credentialPlaces.some(
    (place) => place.in === parameter.in && place.name.toLowerCase() === parameter.name.toLowerCase(),
  );
}

/** The cursor comes as `next_page`, so its parameter is not the caller's. */
function takeCursor(request: CompileRequest, inputs: Inputs, plan: RequestPlan): CompiledFunction['cursor'] {
  const { pagination } = request.overlay;
  if (!pagination || pagination.kind === 'link') return undefined;
  const input = inputOf(pagination.parameter, plan);
  if (input === undefined) {
    throw overlayError(request, '/pagination/parameter', `the operation has no parameter "${pagination.parameter}"`);
  }
  const schema = inputs.properties[input];
  const type = typeof schema === 'object' && schema !== null && !Array.isArray(schema) ? schema.type : undefined;
  inputs.remove(input);
  return { input, isNumber: pagination.kind !== 'cursor' || type === 'integer' || type === 'number' };
}

function inputOf(name: string, plan: RequestPlan): string | undefined {
  const parameter = plan.parameters.find((one: ParameterPlan) => one.name === name && one.in !== 'path');
  if (parameter) return 'input' in parameter.source ? parameter.source.input : undefined;
  const content = plan.body?.content;
  return content && 'properties' in content ? content.properties.find((one) => one.name === name)?.input : undefined;
}

function applyWords(request: CompileRequest, inputs: Inputs): void {
  const { parameters, options } = request.overlay;
  for (const name of Object.keys(options)) checkKnown(name, '/options', request, inputs);
  for (const [name, { title, description }] of Object.entries(parameters)) {
    checkKnown(name, '/parameters', request, inputs);
    const schema = inputs.properties[name] as JsonObject;
    inputs.properties[name] = { ...schema, ...(title && { title }), ...(description && { description }) };
  }
}

function checkKnown(name: string, pointer: string, request: CompileRequest, inputs: Inputs): void {
  if (Object.hasOwn(inputs.properties, name)) return;
  const names = Object.keys(inputs.properties).join(', ') || 'none';
  throw overlayError(request, pointer, `the function has no parameter "${name}"; it has: ${names}`);
}

function noSuchObject(pointer: string): string {
  return `the JSON body has no object with properties at "${pointer}", or one around it is not listed here`;
}

function overlayError(request: CompileRequest, pointer: string, problem: string) {
  return invalidConnector(request.appFile, `/functions/${request.operation.id}${pointer}`, problem);
}

/** The `servers` of the first of these places where some are named. */
export function nearestServers(...places: readonly DocumentNode[]): DocumentNode | undefined {
  return places.map((place) => place.get('servers')).find((servers) => servers && servers.items().length > 0);
}

function securityOf(operation: Operation): DocumentNode | undefined {
  return operation.node.get('security') ?? new DocumentNode(operation.node.document).get('security');
}

/** What the successful replies may be, JSON first; a vendor that ignores Accept loses nothing. */
function acceptOf(operation: Operation): string {
  const responses = operation.node.get('responses')?.entries() ?? [];
  const types = responses
    .filter(([status]) => /^(?:2|default)/.test(status))
    .flatMap(([, response]) => response.get('content')?.keys() ?? [])
    .filter((type) => /^[\w.+*-]+\/[\w.+*-]+$/.test(type) && type !== '*/*');
  const json = types.filter((type) => type.includes('json'));
  const ordered = [...new Set([...json, ...types])].slice(0, 6);
  return [...(ordered.length > 0 ? ordered : ['application/json']), '*/*;q=0.1'].join(', ');
}
