import type { Message, MessageHandler, Messenger } from 'penpal';

/**
 * Carries Penpal's messages to the page around this frame. Unlike Penpal's own messenger it names the exact origin in
 * every message, the first one too, and knows no older protocol. Once hands are shaken everything goes over a port,
 * which nobody else can hold; a loader that shakes hands again gets a new one.
 */
export function parentMessenger(parent: Window, origin: string): Messenger {
  const handlers = new Set<MessageHandler>();
  let isPenpal: (data: unknown) => data is Message;
  let port: MessagePort | undefined;

  function usePort(next?: MessagePort): void {
    port?.close();
    port = next;
    if (port) port.onmessage = ({ data }: MessageEvent<unknown>) => take(data);
  }

  function takeFromWindow(event: MessageEvent<unknown>): void {
    if (event.source !== parent || event.origin !== origin || !isPenpal(event.data)) return;
    const { type } = event.data;
    // Calls come over the port alone.
    if (type !== 'SYN' && type !== 'ACK1' && type !== 'ACK2') return;
    if (type === 'SYN') usePort();
    if (type === 'ACK2') usePort(event.ports[0]);
    take(event.data);
  }

  function take(data: unknown): void {
    if (!isPenpal(data)) return;
    for (const handler of handlers) handler(data);
  }

  return {
    initialize({ validateReceivedMessage }) {
      isPenpal = validateReceivedMessage;
      addEventListener('message', takeFromWindow);
    },
    sendMessage(message, transfer = []) {
      if (message.type === 'SYN' || message.type === 'ACK1') return parent.postMessage(message, origin, transfer);
      if (message.type === 'ACK2') {
        const channel = new MessageChannel();
        usePort(channel.port1);
        return parent.postMessage(message, origin, [channel.port2]);
      }
      // Between two handshakes there is none, and Penpal reports that the message could not be sent.
      port!.postMessage(message, transfer);
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
