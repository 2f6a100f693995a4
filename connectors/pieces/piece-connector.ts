import type {
  AccountIdentity,
  AuthScheme,
  CallContext,
  Connector,
  Credentials,
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
import type { Json, JsonObject } from '#connectors/kit/json.ts';
import type { RecordedNames } from '#connectors/kit/recorded-names.ts';
import { invalidConnector } from '#connectors/kit/invalid-connector.ts';
import { passthroughFunction } from '../openapi/passthrough/passthrough-function.ts';
import { accountHosts, dialWithin, manifestHosts } from './allowed-hosts.ts';
import type { PieceAppFile } from './app-file.ts';
import { askWorker, type WorkerReply } from './ask-worker.ts';
import { otherKind } from './auth/other-kind.ts';
import { pieceSchemes, type PieceScheme } from './auth/piece-scheme.ts';
import { checkAgainstPiece } from './check-against-piece.ts';
import type { PieceDescription } from './description.ts';
import { verifyCall } from './verify-call.ts';
import { identityIn, identityOf } from './identity.ts';
import { callOwnPassthrough, takesOwnRequests } from './own-passthrough.ts';
import { inputWithCursor, nextCursor } from './paging.ts';
import { customCallInput, customCallResult } from './passthrough.ts';
import { checkFetched, readFields, readIdentifier, readOptions } from './replies.ts';
import { skippedParts } from './skipped-parts.ts';
import { CUSTOM_CALL, listPieceFunctions } from './signature/list-functions.ts';
import type { PieceFunction } from './signature/piece-function.ts';
import type { PieceSource, WorkerPool } from './worker/worker-pool.ts';
import type { WorkerTask } from './worker/worker.ts';

export interface PieceConnectorSource {
  app: PieceAppFile;
  appFile: string;
  piece: PieceDescription;
  source: PieceSource;
  iconPath: string | null;
  recordedNames: RecordedNames;
  workers: WorkerPool;
}

/** An app that a published piece gives us. Its code runs in a worker only; here are data about it. */
export class PieceConnector implements Connector {
  readonly manifest: Manifest;
  readonly auth: readonly AuthScheme[];
  readonly skipped: readonly SkippedPart[];
  readonly #app: PieceAppFile;
  readonly #schemes: readonly PieceScheme[];
  readonly #source: PieceSource;
  readonly #workers: WorkerPool;
  readonly #functions: ReadonlyMap<string, PieceFunction>;
  readonly #passthrough: FunctionDefinition | undefined;

  /** Throws `ConnectorError('invalid_connector')` where nobody could connect it or it does nothing. */
  constructor({ app, appFile, piece, source, iconPath, recordedNames, workers }: PieceConnectorSource) {
    const { name, title, description, categories, docsUrl, allowMultipleAccounts } = app;
    const hosts = manifestHosts(app.hosts);
    this.manifest = { name, title, description, categories, docsUrl, allowMultipleAccounts, hosts, iconPath };
    checkAgainstPiece(app, piece, appFile);
    this.#app = app;
    this.#source = source;
    this.#workers = workers;
    this.#schemes = pieceSchemes(app, piece);
    this.auth = this.#schemes.map(({ scheme }) => scheme);
    this.skipped = skippedParts(app, piece, this.auth);
    this.#functions = listPieceFunctions(app, piece, recordedNames);
    const hasCustomCall = piece.actions.some((action) => action.name === CUSTOM_CALL);
    const sendsOwn = this.#schemes.every((scheme) => takesOwnRequests(app, scheme));
    this.#passthrough = hasCustomCall || sendsOwn ? passthroughFunction(this.manifest) : undefined;
    if (this.auth.length === 0)
      throw invalidConnector(appFile, '/auth', 'the piece has no way to connect that we can offer');
    if (this.functions().length === 0)
      throw invalidConnector(appFile, '/functions', 'the piece has no function to call');
  }

  functions(): readonly FunctionDefinition[] {
    const functions = [...this.#functions.values()].map(({ definition }) => definition);
    return this.#passthrough ? [...functions, this.#passthrough] : functions;
  }

  async invoke({ functionName, input, cursor }: InvokeRequest, context: CallContext): Promise<InvokeResult> {
    if (functionName === this.#passthrough?.name) return this.#passOn(input, context);
    const { action, overlay, defaults } = this.#find(functionName);
    const task = { type: 'invoke', action: action.name, input: inputWithCursor(overlay, input, cursor) } as const;
    const reply = await this.#ask(task, context);
    const nextPage = nextCursor(overlay, reply.output, { input, defaults, cursor });
    return { ...reply, ...(nextPage === undefined ? {} : { nextPage }) };
  }

  async verify(context: CallContext): Promise<AccountIdentity> {
    const { credentials } = context;
    const scheme = this.#schemeOf(credentials);
    const invoke = (action: string, input: JsonObject) => this.#ask({ type: 'invoke', action, input }, context);
    const reply = await verifyCall(this.#app, scheme, invoke, context);
    const { output } = await this.#run({ type: 'verify', auth: scheme.toPiece(credentials) }, scheme, context);
    const told = identityIn(reply, this.#app.verify, scheme, credentials);
    return told ?? identityOf(credentials, scheme.scheme, readIdentifier(output));
  }

  async options(request: OptionsRequest, context: CallContext): Promise<OptionsPage> {
    const output = await this.#askProperty('options', request, context);
    return readOptions(output, request.search);
  }

  async fields(request: FieldsRequest, context: CallContext): Promise<JsonObject> {
    return readFields(await this.#askProperty('fields', request, context));
  }

  async #passOn(input: JsonObject, context: CallContext): Promise<InvokeResult> {
    const scheme = this.#schemeOf(context.credentials);
    if (takesOwnRequests(this.#app, scheme)) return callOwnPassthrough(this.#app, scheme, input, context);
    const task = { type: 'invoke', action: CUSTOM_CALL, input: customCallInput(input) } as const;
    const { status, output, requestId } = await this.#ask(task, context);
    return { ...customCallResult(status, output), ...(requestId === undefined ? {} : { requestId }) };
  }

  async #askProperty(
    type: 'options' | 'fields',
    request: OptionsRequest | FieldsRequest,
    context: CallContext,
  ): Promise<Json> {
    const { action, definition } = this.#find(request.functionName);
    const { parameter, input } = request;
    if (!definition[type] || !Object.hasOwn(definition[type], parameter)) {
      throw new ConnectorError(
        'not_supported',
        `"${parameter}" of ${definition.name} depends on nothing to be fetched.`,
      );
    }
    const search = 'search' in request ? request.search : undefined;
    const task = { type, action: action.name, property: parameter, input, search } as const;
    const reply = await this.#ask(task, context);
    checkFetched(reply, this.manifest.title);
    return reply.output;
  }

  #ask(task: Unauthenticated, context: CallContext): Promise<WorkerReply> {
    const scheme = this.#schemeOf(context.credentials);
    const auth = scheme.toPiece(context.credentials);
    return this.#run({ ...task, auth } as WorkerTask, scheme, context);
  }

  #run(task: WorkerTask, scheme: PieceScheme, context: CallContext): Promise<WorkerReply> {
    const hosts = accountHosts(this.#app.hosts, scheme.valuesOf(context.credentials));
    const dial = dialWithin(hosts, context.dial);
    // Accounts with hosts of their own are kept apart like tenants: connections outlive their call.
    const tenant = JSON.stringify([context.tenant, hosts]);
    const ask = { task, workspace: context.tenant, context: { ...context, dial, tenant } };
    return askWorker(this.#workers, this.#source, ask);
  }

  #find(functionName: string): PieceFunction {
    const found = this.#functions.get(functionName);
    if (!found)
      throw new ConnectorError('unknown_function', `${this.manifest.title} has no function "${functionName}".`);
    return found;
  }

  #schemeOf(credentials: Credentials): PieceScheme {
    const found = this.#schemes.find(({ scheme }) => scheme.name === credentials.scheme);
    if (found) return found;
    throw otherKind();
  }
}

type Unauthenticated = { type: 'invoke' | 'options' | 'fields'; action: string; input: JsonObject };
