import type { WidgetMethodName } from './method-names.ts';

/** How the loader treats a call that has not been answered yet. */
export interface CallRule {
  /** How long it waits for the answer, in milliseconds. */
  deadline: number;
  /** True where running it twice does no harm: it is then repeated after the iframe was reloaded. */
  repeatable: boolean;
  /**
   * Where among the arguments `renderMode`, `containerId` and `layout` begin, or an object with the three, which may also
   * stand right before.
   */
  surfaceAt?: number;
  /** True where the user answers: it resolves with the answer, and closing what is shown cancels it. */
  asks?: true;
}

/** The widget's own deadline ends before. */
const read: CallRule = { deadline: 40_000, repeatable: true };

/** A day for the user: how long the form may take to load is the widget's to say. */
const question: CallRule = { deadline: 86_400_000, repeatable: true, surfaceAt: 2, asks: true };

/** A plain constant, shared by `methods/` and by the loader, which bundles no schema. */
export const callRules: Record<WidgetMethodName, CallRule> = {
  // Ten minutes for the attempt, and one for the answer to come back. Its call id is the attempt's id.
  connectApp: { deadline: 660_000, repeatable: true },
  disconnectApp: { deadline: 45_000, repeatable: false },
  isAppConnected: read,
  getConnectedAccounts: read,
  getFunction: read,
  invokeFunction: { deadline: 60_000, repeatable: false },
  showApps: { ...read, surfaceAt: 0 },
  showApp: { ...read, surfaceAt: 1 },
  showConnectedAccounts: { ...read, surfaceAt: 1 },
  showFunctions: { ...read, surfaceAt: 0 },
  showFunction: question,
  showFunctionUI: question,
  update: read,
};
