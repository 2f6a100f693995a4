import type { Message, MessageHandler, Messenger } from 'penpal';

interface Watch {
  /** A document has shaken hands: the first one, and each that replaces it. */
  onDocument(): void;
  /** The other side ended the connection. */
  onEnd(): void;
}

/**
 * Carries Penpal's messages to one iframe. Unlike Penpal's own messenger it names the exact origin in every message,
 * the first one too, and knows no older protocol. The widget speaks first: until then nobody is there to hear.
 *
 * Penpal shakes hands again with every document the iframe loads: SYN from both sides, ACK1 from one, and ACK2 from the
 * other, with the port over which all the rest goes.
 */
export function frameMessenger(iframe: HTMLIFrameElement, origin: string, watch: Watch): Messenger {
  const handlers = new Set<MessageHandler>();
  let isPenpal: (data: unknown) => data is Message;
  let hasSpoken = false;
  let port: MessagePort | undefined;

  function usePort(next?: MessagePort): void {
    port?.close();
    port = next;
    if (port) port.onmessage = take;
  }

  function takeFromWindow(event: MessageEvent): void {
    if (event.source !== iframe.contentWindow || event.origin !== origin) return;
    hasSpoken = true;
    take(event);
  }

  function take(event: MessageEvent): void {
    const { data } = event as MessageEvent<unknown>;
    if (!isPenpal(data)) return;
    const { type } = data;
    if (type === 'SYN') usePort();
    if (type === 'ACK2') usePort(event.ports[0]);
    for (const handler of handlers) handler(data);
    if (type === 'ACK1' || type === 'ACK2') watch.onDocument();
    if (type === 'DESTROY') watch.onEnd();
  }

  return {
    initialize({ validateReceivedMessage }) {
      isPenpal = validateReceivedMessage;
      addEventListener('message', takeFromWindow);
    },
    sendMessage(message, transfer = []) {
      if (message.type === 'ACK2') {
        const channel = new MessageChannel();
        usePort(channel.port1);
        transfer = [channel.port2];
      } else if (message.type !== 'SYN' && message.type !== 'ACK1') {
        // Between two documents there is none: the next one is given what is still to be done.
        return port?.postMessage(message, transfer);
      }
      if (hasSpoken) iframe.contentWindow?.postMessage(message, origin, transfer);
    },
    addMessageHandler: (handler) => void handlers.add(handler),
    removeMessageHandler: (handler) => void handlers.delete(handler),
    destroy() {
      removeEventListener('message', takeFromWindow);
      usePort();
      handlers.clear();
    },
  };
}
