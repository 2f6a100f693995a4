let wanted: HTMLElement | undefined;

/** Takes the focus when it appears: `{@attach focus}`. */
export function focus(element: HTMLElement): void {
  wanted = element;
  element.focus({ preventScroll: true });
}

/** Takes the focus when it appears again, and scrolls to where it is. */
export function focusInView(element: HTMLElement): void {
  focus(element);
  element.scrollIntoView({ block: 'nearest' });
}

/** In a frame that is not shown yet nothing can have the focus: what wanted it last gets it now. */
export function regainFocus(): void {
  if (wanted?.isConnected && document.activeElement === document.body) focus(wanted);
}
