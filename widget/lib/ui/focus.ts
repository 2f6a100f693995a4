/** Takes the focus when it appears: `{@attach focus}`. */
export function focus(element: HTMLElement): void {
  element.focus({ preventScroll: true });
}
