/**
 * Plain constants, for the loader makes its methods from them without bundling a schema. `methods/index.ts` has to
 * describe exactly the first list, and nothing of the second.
 */

/** SDK methods the widget answers. */
export const widgetMethodNames = [
  'connectApp',
  'disconnectApp',
  'isAppConnected',
  'getConnectedAccounts',
  'getFunction',
  'invokeFunction',
  'showApps',
  'showApp',
  'showConnectedAccounts',
  'showFunctions',
  'showFunction',
  'showFunctionUI',
  'update',
] as const;

/** SDK methods of the reference that have types and reject with `not_available`. */
export const plannedMethodNames = [
  'callFunction',
  'getFunctionTools',
  'verifyAuthConfig',
  'showFlows',
  'showFlow',
  'createIntegration',
  'editIntegration',
  'triggerIntegration',
  'setupIntegration',
] as const;

export type WidgetMethodName = (typeof widgetMethodNames)[number];
export type PlannedMethodName = (typeof plannedMethodNames)[number];
