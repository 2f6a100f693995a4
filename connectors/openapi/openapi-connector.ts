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
} from '#connectors/kit/connector.ts';
import { ConnectorError } from '#connectors/kit/errors.ts';
import type { JsonObject } from '#connectors/kit/json.ts';
import { appFunction, listFunctions, type AppFunction } from './app-functions.ts';
import type { Authenticator } from './auth/authenticator.ts';
import { callOperation, type OperationReply } from './call-operation.ts';
import type { Operation } from './document/operations.ts';
import { invalidConnector } from './invalid-connector.ts';
import { optionsInput, optionsPage } from './list-options.ts';
import { checkVerifyReply, readIdentity, tokenReplyOf } from './read-identity.ts';
import { serverUrl, type ServerSource } from './request/server-url.ts';
import { isObject } from './document/json-values.ts';

export interface OpenApiConnectorSource extends ServerSource {
  manifest: Manifest;
  authenticators: readonly Authenticator[];
  operations: ReadonlyMap<string, Operation>;
}

/** An app that an OpenAPI document describes. Nothing in the document is run: it is data throughout. */
export class OpenApiConnector implements Connector {
  readonly manifest: Manifest;
  readonly auth: readonly AuthScheme[];
  readonly #source: OpenApiConnectorSource;
  readonly #functions: ReadonlyMap<string, AppFunction>;
  /** Operations that the connector itself calls, which need not be functions */
  readonly #helpers = new Map<string, AppFunction>();

  constructor(source: OpenApiConnectorSource) {
    this.manifest = source.manifest;
    this.auth = source.authenticators.map((one) => one.scheme);
    this.#source = source;
    this.#functions = listFunctions({
      ...source,
      credentialPlaces: source.authenticators.flatMap((one) => one.places),
    });
  }

  functions(): readonly FunctionDefinition[] {
    return [...this.#functions.values()].map((one) => one.definition);
  }

  async invoke(request: InvokeRequest, context: CallContext): Promise<InvokeResult> {
    const target = this.#function(request.functionName);
    const reply = await this.#call(target, request.input, request.cursor, context);
    const { status, output, nextPage } = reply;
    return nextPage === undefined ? { status, output } : { status, output, nextPage };
  }

  async verify(context: CallContext): Promise<AccountIdentity> {
    const { app, appFile } = this.#source;
    const { operationId } = app.verify;
    if (operationId === undefined) return readIdentity(app.verify, tokenReplyOf(context.credentials), appFile);
    const reply = await this.#call(this.#helper(operationId, '/verify/operationId'), {}, undefined, context);
    checkVerifyReply(reply, app.title);
    return readIdentity(app.verify, reply.output, appFile);
  }

  async options(request: OptionsRequest, context: CallContext): Promise<OptionsPage> {
    const target = this.#function(request.functionName);
    const { options } = target.overlay;
    const overlay = Object.hasOwn(options, request.parameter) ? options[request.parameter] : undefined;
    if (!overlay) throw notSupported(request, 'has no choices to be fetched');
    const pointer = `/functions/${target.operation.id}/options/${request.parameter}/operationId`;
    const source = this.#helper(overlay.operationId, pointer);
    const reply = await this.#call(source, optionsInput(overlay, request), request.cursor, context);
    if (reply.status === 401)
      throw new ConnectorError(
        'needs_reconnect',
        `${this.manifest.title} no longer accepts the account. Connect it again.`,
      );
    if (reply.status >= 300)
      throw new ConnectorError(
        'provider_unreachable',
        `${this.manifest.title} answered with status ${reply.status}. Try again later.`,
      );
    return optionsPage(overlay, request, reply);
  }

  /** A document's parameters never depend on each other's values. */
  async fields(request: FieldsRequest): Promise<JsonObject> {
    const { properties } = this.#function(request.functionName).compiled.parameters;
    if (!isObject(properties) || !Object.hasOwn(properties, request.parameter))
      throw notSupported(request, 'is no parameter');
    return { type: 'object', properties: {} };
  }

  /** Compiles everything that is otherwise compiled when first used. Throws `ConnectorError('invalid_connector')`. */
  check(): void {
    for (const one of this.#functions.values()) {
      serverUrl(this.#source, one.compiled.plan.servers);
      for (const [parameter, options] of Object.entries(one.overlay.options)) {
        void this.#helper(options.operationId, `/functions/${one.operation.id}/options/${parameter}/operationId`)
          .compiled;
      }
    }
    const { operationId } = this.#source.app.verify;
    if (operationId !== undefined) this.#checkVerify(this.#helper(operationId, '/verify/operationId'));
    else if (this.auth.some((scheme) => scheme.type !== 'oauth2')) {
      const problem = 'is needed: credentials that a user types in are checked by a call before they are kept';
      throw invalidConnector(this.#source.appFile, '/verify/operationId', problem);
    }
  }

  #checkVerify(target: AppFunction): void {
    const { required } = target.compiled.parameters;
    if (!Array.isArray(required) || required.length === 0) return;
    throw invalidConnector(
      this.#source.appFile,
      '/verify/operationId',
      `must need no parameters, and needs ${required.join(', ')}`,
    );
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
      throw invalidConnector(
        this.#source.appFile,
        `/functions/${target.operation.id}`,
        'no request can be made of it',
        error,
      );
    }
  }

  #function(name: string): AppFunction {
    const found = this.#functions.get(name);
    if (found) return found;
    throw new ConnectorError(
      'unknown_function',
      `${this.manifest.title} has no function "${name}". List the app's functions.`,
    );
  }

  #helper(operationId: string, pointer: string): AppFunction {
    const known = this.#helpers.get(operationId);
    if (known) return known;
    const operation = this.#source.operations.get(operationId);
    if (!operation)
      throw invalidConnector(this.#source.appFile, pointer, `the document has no operation "${operationId}"`);
    const credentialPlaces = this.#source.authenticators.flatMap((one) => one.places);
    const helper = appFunction(operationId, operation, { ...this.#source, credentialPlaces });
    this.#helpers.set(operationId, helper);
    return helper;
  }
}

function notSupported(request: { functionName: string; parameter: string }, problem: string): ConnectorError {
  return new ConnectorError('not_supported', `"${request.parameter}" of ${request.functionName} ${problem}.`);
}
