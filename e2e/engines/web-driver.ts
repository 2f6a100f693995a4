/** An element in what a driver answers (https://www.w3.org/TR/webdriver2/#elements) */
const ELEMENT = 'element-6066-11e4-a52e-4f735466cecf';
type Element = Record<typeof ELEMENT, string>;

/** A session of WebDriver. One request after the other: at which window and frame the driver looks is a state of the session. */
export class WebDriver {
  readonly #url: string;
  #last: Promise<unknown> = Promise.resolve();

  private constructor(url: string) {
    this.#url = url;
  }

  /** Waits until the driver, which was just started, answers. */
  static async open(driver: string, capabilities: object): Promise<WebDriver> {
    const deadline = Date.now() + 20_000;
    for (;;) {
      try {
        const body = { capabilities: { alwaysMatch: capabilities } };
        const { sessionId } = await send<{ sessionId: string }>('POST', `${driver}/session`, body);
        return new WebDriver(`${driver}/session/${sessionId}`);
      } catch (error) {
        if (Date.now() > deadline) throw error;
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    }
  }

  windows(): Promise<string[]> {
    return this.#inTurn(() => send('GET', `${this.#url}/window/handles`));
  }

  goTo(window: string, url: string): Promise<void> {
    return this.#at(window, undefined, async () => void (await this.#post('url', { url })));
  }

  evaluate<Value>(window: string, iframe: string | undefined, expression: string): Promise<Value> {
    const script = `const done = arguments[arguments.length - 1];
      Promise.resolve(${expression}).then((value) => done(JSON.stringify([value])), (error) => done(String(error)));`;
    return this.#at(window, iframe, async () => {
      const text = await this.#post<string>('execute/async', { script, args: [] });
      if (!text.startsWith('[')) throw new Error(text);
      return (JSON.parse(text) as [Value])[0];
    });
  }

  click(window: string, iframe: string | undefined, expression: string): Promise<void> {
    return this.#at(window, iframe, async () => {
      await this.#post(`element/${await this.#find(expression)}/click`, {});
    });
  }

  type(window: string, iframe: string | undefined, expression: string, text: string): Promise<void> {
    return this.#at(window, iframe, async () => {
      await this.#post(`element/${await this.#find(expression)}/value`, { text });
    });
  }

  async close(): Promise<void> {
    await this.#inTurn(() => send('DELETE', this.#url));
  }

  #at<Value>(window: string, iframe: string | undefined, work: () => Promise<Value>): Promise<Value> {
    return this.#inTurn(async () => {
      await this.#post('window', { handle: window });
      await this.#post('frame', { id: null });
      if (iframe !== undefined) {
        const id = await this.#post<Element>('element', { using: 'css selector', value: iframe });
        await this.#post('frame', { id });
      }
      return work();
    });
  }

  /** The driver's name of the element that the expression finds. */
  async #find(expression: string): Promise<string> {
    const found = await this.#post<Element | null>('execute/sync', { script: `return ${expression};`, args: [] });
    if (!found) throw new Error(`There is no ${expression}`);
    return found[ELEMENT];
  }

  #post<Value = unknown>(path: string, body: object): Promise<Value> {
    return send('POST', `${this.#url}/${path}`, body);
  }

  #inTurn<Value>(work: () => Promise<Value>): Promise<Value> {
    const result = this.#last.then(work, work);
    this.#last = result.catch(() => undefined);
    return result;
  }
}

async function send<Value>(method: string, url: string, body?: object): Promise<Value> {
  const response = await fetch(url, {
    method,
    headers: { 'content-type': 'application/json' },
    body: body && JSON.stringify(body),
    signal: AbortSignal.timeout(30_000),
  });
  const { value } = (await response.json()) as { value: Value & { error?: string; message?: string } };
  if (!response.ok) throw new Error(`${value.error}: ${value.message}`);
  return value;
}
