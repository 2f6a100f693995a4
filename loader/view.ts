import type { InlineState, ModalState } from '#bridge-protocol/bridge.ts';

export type ViewState = { [Key in keyof InlineState]?: InlineState[Key] } & { open?: ModalState['open'] };

/** Where an iframe stands in the host page: the core's dialog, or the container of an INLINE surface. */
export interface View {
  iframe: HTMLIFrameElement;
  /** What the widget wants of it: whether it is open, or how high, and its accessible name. */
  set(state: ViewState): void;
  /** Ends what the user sees of a dialog; false if nothing was to be seen. */
  close(): boolean;
  remove(): void;
  /** Calls `check` whenever the host page may have taken the iframe away. */
  watch(check: () => void): { disconnect(): void };
}
