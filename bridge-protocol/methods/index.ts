import type * as z from 'zod/mini';
import type { Method } from '../method.ts';
import type { WidgetMethodName } from '../method-names.ts';
import { connectApp } from './connect-app.ts';
import { disconnectApp } from './disconnect-app.ts';
import { getConnectedAccounts } from './get-connected-accounts.ts';
import { getFunction } from './get-function.ts';
import { invokeFunction } from './invoke-function.ts';
import { isAppConnected } from './is-app-connected.ts';
import { showApp } from './show-app.ts';
import { showApps } from './show-apps.ts';
import { showConnectedAccounts } from './show-connected-accounts.ts';
import { showFunction } from './show-function.ts';
import { showFunctionUI } from './show-function-ui.ts';
import { showFunctions } from './show-functions.ts';
import { update } from './update.ts';

/** The one table of SDK methods: the widget's method table and the loader's types are derived from it. */
export const methods = {
  connectApp,
  disconnectApp,
  isAppConnected,
  getConnectedAccounts,
  getFunction,
  invokeFunction,
  showApps,
  showApp,
  showConnectedAccounts,
  showFunctions,
  showFunction,
  showFunctionUI,
  update,
} satisfies { [Name in WidgetMethodName]: Method<Name, z.ZodMiniType, z.ZodMiniType> };

export type Methods = typeof methods;
/** What the host may pass. */
export type MethodInput<Name extends WidgetMethodName> = z.input<Methods[Name]['args']>;
/** What the widget's handler gets, parsed. */
export type MethodArgs<Name extends WidgetMethodName> = z.output<Methods[Name]['args']>;
export type MethodResult<Name extends WidgetMethodName> = z.output<Methods[Name]['result']>;
