/** Checked by tsc alone: the hand-written surface equals what the bridge's schemas say. */
import type {
  AuthField as AuthFieldSchema,
  AuthMethod as AuthMethodSchema,
} from '#bridge-protocol/entities/auth-method.ts';
import type {
  FunctionOutput as OutputSchema,
  FunctionRefusal as RefusalSchema,
} from '#bridge-protocol/entities/function-result.ts';
import type { SdkApp } from '#bridge-protocol/entities/sdk-app.ts';
import type { FormChange } from '#bridge-protocol/bridge.ts';
import type { FormOptionsInput } from '#bridge-protocol/form-options.ts';
import type { ErrorCode as Codes } from '#bridge-protocol/error-codes.ts';
import type { HostEvent } from '#bridge-protocol/events/host-event.ts';
import type { PlannedMethodName, WidgetMethodName } from '#bridge-protocol/method-names.ts';
import type { MethodInput, MethodResult } from '#bridge-protocol/methods/index.ts';
import type * as Public from './index.d.ts';

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
type True<T extends true> = T;

type Instance = Public.IntegryJS;
type Takes<Name extends WidgetMethodName> = Parameters<Instance[Name]>;
type Gives<Name extends WidgetMethodName> = Awaited<ReturnType<Instance[Name]>>;
type SameMethod<Name extends WidgetMethodName> = [
  Equal<Takes<Name>, MethodInput<Name>>,
  Equal<Gives<Name>, MethodResult<Name>>,
];
type PayloadOf<Type extends HostEvent['type']> = Extract<HostEvent, { type: Type }>['payload'];
type Shown = 'showApps' | 'showApp' | 'showConnectedAccounts' | 'showFunctions';
/** Their overloads say which arguments belong together; each has to be one that the schema takes. */
type Show<Name extends Shown> = Instance[Name] extends {
  (...args: infer Positional): Promise<Public.SurfaceHandle>;
  (...args: infer Options): Promise<Public.SurfaceHandle>;
}
  ? [Positional, Options] extends [MethodInput<Name>, MethodInput<Name>]
    ? true
    : false
  : false;
/** Of the reference's form, and of the package's: what of its options can cross the bridge. */
type FormArguments = [
  [functionName: string, params?: Public.JsonObject | null, connectedAccountId?: string | number | null],
  [
    functionName: string,
    options?: Omit<Public.ShowFunctionOptions, 'onChangeCallback'>,
    renderMode?: Public.RenderMode | null,
    containerId?: string | null,
    chatBotUI?: boolean | null,
  ],
];
type MethodName = Exclude<keyof Instance, 'eventEmitter' | 'destroy'>;

export type Methods = [
  True<Equal<SameMethod<'connectApp'>, [true, true]>>,
  True<Equal<SameMethod<'disconnectApp'>, [true, true]>>,
  True<Equal<SameMethod<'isAppConnected'>, [true, true]>>,
  True<Equal<SameMethod<'getConnectedAccounts'>, [true, true]>>,
  True<Equal<SameMethod<'getFunction'>, [true, true]>>,
  True<Equal<SameMethod<'invokeFunction'>, [true, true]>>,
  True<Show<'showApps'>>,
  True<Show<'showApp'>>,
  True<Show<'showConnectedAccounts'>>,
  True<Show<'showFunctions'>>,
  True<FormArguments extends MethodInput<'showFunction'>[] ? true : false>,
  True<Equal<Gives<'showFunction'>, MethodResult<'showFunction'>>>,
  True<Equal<SameMethod<'showFunctionUI'>, [true, true]>>,
  True<Equal<MethodName, WidgetMethodName | PlannedMethodName>>,
];

export type Entities = [
  True<Equal<Public.FunctionFormChange, FormChange>>,
  True<Omit<Public.ShowFunctionOptions, 'onChangeCallback'> extends FormOptionsInput ? true : false>,
  True<Equal<Public.ErrorCode, Codes>>,
  True<Equal<Public.AuthField, AuthFieldSchema>>,
  True<Equal<Public.AuthMethod, AuthMethodSchema>>,
  True<Equal<Public.App, SdkApp>>,
  True<Equal<Public.FunctionOutput, OutputSchema>>,
  True<Equal<Public.FunctionRefusal, RefusalSchema>>,
  True<Equal<Required<Public.AppEvent>, Required<PayloadOf<'app-connected'>>>>,
  True<Equal<Required<Public.AppEvent>, Required<PayloadOf<'app-disconnected'>>>>,
  True<Equal<Required<Public.AppEvent>, Required<PayloadOf<'account-updated'>>>>,
];
