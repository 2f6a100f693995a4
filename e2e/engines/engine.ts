/** A page of a browser as users have it. Elements are named by expressions that find them in the page, or in a frame of it. */
export interface EnginePage {
  goto(url: string): Promise<void>;
  /** The value of an expression; `iframe` is the selector of the frame it runs in. */
  evaluate<Value>(expression: string, iframe?: string): Promise<Value>;
  /** Presses the mouse's button on it, as a user does: what it opens is no unasked popup. */
  click(element: string, iframe?: string): Promise<void>;
  /** Clicks into it and presses the keys. */
  type(element: string, text: string, iframe?: string): Promise<void>;
}

/** One browser with a profile of its own. */
export interface Engine {
  newPage(): Promise<EnginePage>;
  /** All that are open, with those that pages opened; the oldest first. */
  pages(): Promise<EnginePage[]>;
  stop(): Promise<void>;
}

/** Waits until an element is there. Throws with its expression where it does not come. */
export async function appears(page: EnginePage, element: string, iframe?: string): Promise<void> {
  const isThere = `Boolean(${element})`;
  await until(() => page.evaluate<boolean>(isThere, iframe).catch(() => false), element);
}

/** Asks until the answer is yes: no driver tells of everything that a page does. */
export async function until(isSo: () => Promise<boolean>, what: string, milliseconds = 20_000): Promise<void> {
  const end = Date.now() + milliseconds;
  while (!(await isSo())) {
    if (Date.now() > end) throw new Error(`Not within ${milliseconds} ms: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
