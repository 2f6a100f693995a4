/**
 * What of the page a user cannot see or reach, in words: for a test to expect none. Runs in the browser, so it uses
 * nothing from outside.
 */
export function findCutOff(): string[] {
  const problems: string[] = [];
  const root = document.documentElement;
  if (root.scrollWidth > root.clientWidth) problems.push(`the page is ${root.scrollWidth} px wide`);

  for (const element of document.body.querySelectorAll<HTMLElement>('*')) {
    if (element.closest('.visually-hidden, svg, option') || !element.checkVisibility()) continue;
    const { left, right, width, height } = element.getBoundingClientRect();
    if (width === 0 || height === 0) continue;
    if (left < -0.5 || right > root.clientWidth + 0.5) problems.push(`beyond the edge: ${describe(element)}`);

    const { overflowX, overflowY } = getComputedStyle(element);
    // What is typed in scrolls in its field.
    const isField = element.matches('input, select, textarea');
    if (!isField && overflowX !== 'visible' && element.scrollWidth > element.clientWidth) {
      problems.push(`cut off at its side: ${describe(element)}`);
    }
    if (
      !isField &&
      isHidden(overflowY) &&
      element.scrollHeight > element.clientHeight + 1 &&
      !element.closest('[title]')
    ) {
      problems.push(`shortened without a title: ${describe(element)}`);
    }
    if (element.matches('button, a, input, select, textarea') && isInSight(element)) {
      // A link that goes on in the next line has a box for each.
      const box = element.getClientRects()[0]!;
      const hit = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
      if (hit && !element.contains(hit)) problems.push(`covered by ${describe(hit)}: ${describe(element)}`);
    }
  }
  return problems;

  function isHidden(overflow: string): boolean {
    return overflow === 'hidden' || overflow === 'clip';
  }

  /** True where nothing that scrolls hides a part of it. */
  function isInSight(element: Element): boolean {
    const { top, bottom } = element.getBoundingClientRect();
    for (let parent = element.parentElement; parent; parent = parent.parentElement) {
      if (getComputedStyle(parent).overflowY === 'visible') continue;
      const box = parent.getBoundingClientRect();
      if (top < box.top || bottom > box.bottom) return false;
    }
    return top >= 0 && bottom <= innerHeight;
  }

  function describe(element: Element): string {
    return `<${element.tagName.toLowerCase()} class="${element.className}"> ${(element.textContent ?? '').trim().slice(0, 40)}`;
  }
}
