/**
 * Runs in the host page: three ways of asking an iframe on another site.
 *
 * @typedef {(payload: { text: string }) => Promise<unknown>} Ask
 */

/** @type {(url: string) => HTMLIFrameElement} */
function addFrame(url) {
  const iframe = document.createElement('iframe');
  iframe.src = url;
  document.body.append(iframe);
  return iframe;
}

/** @type {(target: EventTarget) => Promise<unknown>} */
function loaded(target) {
  return new Promise((resolve) => target.addEventListener('load', resolve));
}

/** @type {(widgetUrl: string) => Promise<Ask>} */
async function barePort(widgetUrl) {
  const iframe = addFrame(`${widgetUrl}/port.html?o=${location.origin}`);
  await loaded(iframe);
  const { port1, port2 } = new MessageChannel();
  iframe.contentWindow?.postMessage(null, widgetUrl, [port2]);
  const waiting = new Map();
  let last = 0;
  port1.onmessage = ({ data: { id, value } }) => {
    waiting.get(id)(value);
    waiting.delete(id);
  };
  return (payload) =>
    new Promise((resolve) => {
      waiting.set(++last, resolve);
      port1.postMessage({ id: last, payload });
    });
}

/** @type {(widgetUrl: string) => Promise<Ask>} */
async function barePenpal(widgetUrl) {
  const path = '/penpal.mjs';
  const { connect, WindowMessenger } = await import(path);
  const { contentWindow } = addFrame(`${widgetUrl}/embed/1/ak_bench?o=${location.origin}`);
  const messenger = new WindowMessenger({ remoteWindow: contentWindow, allowedOrigins: [widgetUrl] });
  const remote = await connect({ messenger }).promise;
  return (payload) => remote.bare('bench-function', payload);
}

/** @type {(widgetUrl: string) => Promise<Ask>} */
async function loader(widgetUrl) {
  const script = document.createElement('script');
  script.src = `${widgetUrl}/v1/integry.js`;
  document.head.append(script);
  await loaded(script);
  const sdk = Reflect.construct(Reflect.get(window, 'IntegryJS'), [{ appKey: 'ak_bench', userId: 'u', hash: 'h' }]);
  await sdk.isAppConnected('bench');
  return (payload) => sdk.invokeFunction('bench-function', payload);
}

/**
 * Milliseconds per call, one call after the other: a number for each way and round, the ways taken in turns.
 *
 * @param {string} widgetUrl
 * @param {number} payloadSize in bytes
 * @param {number} rounds
 * @param {number} calls in each round
 */
async function bench(widgetUrl, payloadSize, rounds, calls) {
  const ways = {
    port: await barePort(widgetUrl),
    penpal: await barePenpal(widgetUrl),
    loader: await loader(widgetUrl),
  };
  const payload = { text: 'x'.repeat(payloadSize) };
  /** @type {Record<string, number[]>} */
  const results = { port: [], penpal: [], loader: [] };
  for (let round = -1; round < rounds; round++) {
    for (const [name, ask] of Object.entries(ways)) {
      const start = performance.now();
      for (let count = 0; count < calls; count++) await ask(payload);
      // The first round only warms up.
      if (round >= 0) results[name]?.push((performance.now() - start) / calls);
    }
  }
  return results;
}

Object.assign(globalThis, { bench });
