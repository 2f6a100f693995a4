import type {
  AccountIdentity,
  AuthScheme,
  CallContext,
  Connector,
  FieldsRequest,
  FunctionDefinition,
  InvokeRequest,
  InvokeResult,
  Manifest,
  OptionsPage,
  OptionsRequest,
  SkippedPart,
} from '#connectors/kit/connector.ts';
import { ConnectorError } from '#connectors/kit/errors.ts';
import type { JsonObject } from '#connectors/kit/json.ts';
import type { AppFunction } from './app-functions.ts';
import type { Authenticator } from './auth/authenticator.ts';
import { callOperation, chosenAuthenticator, type OperationReply } from './call-operation.ts';
import { checkFunctions } from './check-functions.ts';
import { isObject } from './document/json-values.ts';
import { DocumentNode, type Document } from './document/document-node.ts';
import type { Operation } from './document/operations.ts';
import { credentialsIdentity } from './credentials-identity.ts';
import { foundValue, foundVariables } from './found-variables.ts';
import { FunctionTable } from './function-table.ts';
import { invalidConnector } from '#connectors/kit/invalid-connector.ts';
import { callPassthrough } from './passthrough/call-passthrough.ts';
import { passthroughFunction } from './passthrough/passthrough-function.ts';
import { checkOptionsReply, optionsInput, optionsPage } from './list-options.ts';
import { checkVerifyReply, readIdentity, tokenReplyOf } from './read-identity.ts';
import type { ServerSource } from './request/server-url.ts';
import { nearestServers } from './signature/compile-function.ts';
import { requestIdOf } from '../runner/request-id-of.ts';
import type { RecordedNames } from '#connectors/kit/recorded-names.ts';

export interface OpenApiConnectorSource extends ServerSource {
  manifest: Manifest;
  authenticators: readonly Authenticator[];
  document: Document;
  operations: ReadonlyMap<string, Operation>;
  /** Found so far */
  skipped: readonly SkippedPart[];
  recordedNames: RecordedNames;
}

/** An app that an OpenAPI document describes. Nothing in the document is run: it is data throughout. */
export class OpenApiConnector implements Connector {
  readonly manifest: Manifest;
  readonly auth: readonly AuthScheme[];
  readonly #source: OpenApiConnectorSource;
  readonly #functions: FunctionTable;
  readonly #passthrough: FunctionDefinition;

  /** Throws `ConnectorError('invalid_connector')` where an operation cannot be used. */
  constructor(source: OpenApiConnectorSource) {
    this.manifest = source.manifest;
    this.auth = source.authenticators.map((one) => one.scheme);
    this.#source = source;
    const credentialPlaces = source.authenticators.flatMap((one) => one.places);
    this.#functions = new FunctionTable({ ...source, credentialPlaces });
    this.#passthrough = passthroughFunction(source.manifest);
    checkFunctions(this.#functions, source, this.auth);
  }

  get skipped(): readonly SkippedPart[] {
    return [...this.#source.skipped, ...this.#functions.skipped];
  }

  functions(): readonly FunctionDefinition[] {
    return [...this.#functions.all().map((one) => one.definition), this.#passthrough];
  }

  async invoke(request: InvokeRequest, context: CallContext): Promise<InvokeResult> {
    if (this.#isPassthrough(request)) {
      const { document, operations } = this.#source;
      const [first] = operations.values();
      const servers = nearestServers(new DocumentNode(document), ...(first ? [first.pathItem, first.node] : []));
      return callPassthrough(request.input, context, { ...this.#source, servers });
    }
    const target = this.#functions.find(request.functionName);
    const { status, output, nextPage, headers } = await this.#call(target, request.input, request.cursor, context);
    const retryAfter = headers.get('retry-after');
    const requestId = requestIdOf(headers);
    return {
      status,
      output,
      ...(nextPage === undefined ? {} : { nextPage }),
      ...(retryAfter === null ? {} : { retryAfter }),
      ...(requestId === undefined ? {} : { requestId }),
    };
  }

  async verify(context: CallContext): Promise<AccountIdentity> {
    const variables = foundVariables(this.#source.app, context.credentials.scheme);
    if (variables.length === 0) return this.#identity(context);
    const found: Record<string, string> = {};
    for (const [name, variable] of variables) {
      const target = this.#functions.helper(variable.operationId, `/variables/${name}/operationId`);
      const reply = await this.#call(target, {}, undefined, context);
      checkVerifyReply(reply, this.manifest.title);
      found[name] = foundValue(name, variable, reply.output, this.manifest.title);
    }
    const credentials = { ...context.credentials, found };
    return { ...(await this.#identity({ ...context, credentials })), found };
  }

  async #identity(context: CallContext): Promise<AccountIdentity> {
    const { app, appFile } = this.#source;
    if (!app.verify) {
      const { scheme } = chosenAuthenticator(this.#source, context);
      return credentialsIdentity(app.name, scheme, context.credentials);
    }
    const { operationId } = app.verify;
    if (operationId === undefined) return readIdentity(app.verify, tokenReplyOf(context.credentials), appFile);
    const target = this.#functions.helper(operationId, '/verify/operationId');
    const reply = await this.#call(target, {}, undefined, context);
    checkVerifyReply(reply, app.title);
    return readIdentity(app.verify, reply.output, appFile);
  }

  async options(request: OptionsRequest, context: CallContext): Promise<OptionsPage> {
    if (this.#isPassthrough(request)) throw notSupported(request, 'has no choices to be fetched');
    const { overlay, operation } = this.#functions.find(request.functionName);
    const options = Object.hasOwn(overlay.options, request.parameter) ? overlay.options[request.parameter] : undefined;
    if (!options) throw notSupported(request, 'has no choices to be fetched');
    const pointer = `/functions/${operation.id}/options/${request.parameter}/operationId`;
    const target = this.#functions.helper(options.operationId, pointer);
    const reply = await this.#call(target, optionsInput(options, request), request.cursor, context);
    checkOptionsReply(reply, this.manifest.title);
    return optionsPage(options, request, reply);
  }

  /** A document's parameters never depend on each other's values. */
  async fields(request: FieldsRequest): Promise<JsonObject> {
    const { parameters } = this.#isPassthrough(request)
      ? this.#passthrough
      : this.#functions.find(request.functionName).compiled;
    const { properties } = parameters;
    const isKnown = isObject(properties) && Object.hasOwn(properties, request.parameter);
    if (!isKnown) throw notSupported(request, 'is no parameter');
    return { type: 'object', properties: {} };
  }

  #isPassthrough({ functionName }: { functionName: string }): boolean {
    return functionName === this.#passthrough.name;
  }

  async #call(
    target: AppFunction,
    input: JsonObject,
    cursor: string | undefined,
    context: CallContext,
  ): Promise<OperationReply> {
    try {
      return await callOperation(target, input, cursor, context, this.#source);
    } catch (error) {
      if (error instanceof ConnectorError) throw error;
      const pointer = `/functions/${target.operation.id}`;
      throw invalidConnector(this.#source.appFile, pointer, 'no request can be made of it', error);
    }
  }
}

function notSupported(request: { functionName: string; parameter: string }, problem: string): ConnectorError {
  return new ConnectorError('not_supported', `"${request.parameter}" of ${request.functionName} ${problem}.`);
}
