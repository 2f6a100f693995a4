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

    const { overflowX, overflowY, webkitLineClamp } = getComputedStyle(element);
    // What is typed in scrolls in its field; of what is shortened on purpose the title says the rest.
    const isWhole =
      element.matches('input, select, textarea') || (webkitLineClamp !== 'none' && element.closest('[title]') !== null);
    if (!isWhole && overflowX !== 'visible' && element.scrollWidth > element.clientWidth) {
      problems.push(`cut off at its side: ${describe(element)}`);
    }
    if (!isWhole && isHidden(overflowY) && element.scrollHeight > element.clientHeight + 1) {
      problems.push(`shortened without a title: ${describe(element)}`);
    }
    if (element.matches('button, a, input, select, textarea') && isInSight(element)) {
      // A link that goes on in the next line has a box for each.
      const box = element.getClientRects()[0]!;
      const hit = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
      // What has been scrolled below a heading that stays can be scrolled back, unless the user is at it.
      const isAway = isSticky(hit) && element !== document.activeElement;
      if (hit && !element.contains(hit) && !isAway) problems.push(`covered by ${describe(hit)}: ${describe(element)}`);
    }
  }
  return problems;

  function isHidden(overflow: string): boolean {
    return overflow === 'hidden' || overflow === 'clip';
  }

  function isSticky(element: Element | null): boolean {
    for (let each = element; each; each = each.parentElement) {
      if (getComputedStyle(each).position === 'sticky') return true;
    }
    return false;
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
