/** Runs in the page, as a plain script: holds Integry's SDK. The host site strips the types. */
interface PublishedSdk {
  eventEmitter: { on(event: string, handler: (payload: unknown) => void): void };
  [method: string]: unknown;
}

interface PublishedSdkPage {
  events: string[];
  start(config: object): Promise<unknown>;
  call(method: string, args: unknown[]): Promise<unknown>;
}

declare global {
  var published: PublishedSdkPage;
}

let sdk: PublishedSdk;

globalThis.published = {
  events: [],

  /** Resolves with the payload of `ready`. */
  start: (config) =>
    new Promise((resolve) => {
      const { IntegryJS } = globalThis as unknown as { IntegryJS: new (config: object) => PublishedSdk };
      sdk = new IntegryJS(config);
      for (const event of ['app-connected', 'app-disconnected', 'did-render-function'])
        sdk.eventEmitter.on(event, () => void globalThis.published.events.push(event));
      sdk.eventEmitter.on('ready', resolve);
    }),

  call: (method, args) => (sdk[method] as (...given: unknown[]) => Promise<unknown>)(...args),
};

export type { PublishedSdkPage };
