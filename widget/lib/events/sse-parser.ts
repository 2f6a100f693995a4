/** One block of a text/event-stream; an absent field is an empty string. */
export interface SseMessage {
  event: string;
  id: string;
  data: string;
}

/** Far more than any event of ours: a stream that never ends a line must not fill memory. */
const MAX_PENDING = 4 * 1024 * 1024;

/**
 * Parses text/event-stream (HTML Living Standard, section 9.2.6) from chunks that may end anywhere. Other than a
 * browser's, it hands out blocks without data too: our `cursor` stands for its id alone.
 */
export class SseParser {
  #rest = '';
  #fields: SseMessage = emptyMessage();
  #hasField = false;
  #atStart = true;

  /** The messages that this chunk completes. Throws if a message grows without end. */
  push(chunk: string): SseMessage[] {
    if (this.#atStart && chunk !== '') {
      this.#atStart = false;
      chunk = chunk.replace(/^\uFEFF/, '');
    }
    const text = this.#rest + chunk;
    // A CR at the very end may be the first half of a CRLF: it waits for the next chunk.
    const lines = text.split(/\r\n|\n|\r(?!$)/);
    this.#rest = lines.pop() ?? '';
    const messages: SseMessage[] = [];
    for (const line of lines) {
      const message = this.#take(line);
      if (message) messages.push(message);
    }
    if (this.#rest.length + this.#fields.data.length > MAX_PENDING)
      throw new Error('An event of the stream is too large');
    return messages;
  }

  #take(line: string): SseMessage | undefined {
    if (line === '') return this.#dispatch();
    const colon = line.indexOf(':');
    if (colon === 0) return undefined;
    const name = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '');
    this.#set(name, value);
    return undefined;
  }

  #set(name: string, value: string): void {
    if (name === 'data') this.#fields.data += `${value}\n`;
    else if (name === 'event') this.#fields.event = value;
    else if (name === 'id' && !value.includes('\0')) this.#fields.id = value;
    else return;
    this.#hasField = true;
  }

  #dispatch(): SseMessage | undefined {
    const message = { ...this.#fields, data: this.#fields.data.replace(/\n$/, '') };
    const isMessage = this.#hasField;
    this.#fields = emptyMessage();
    this.#hasField = false;
    return isMessage ? message : undefined;
  }
}

function emptyMessage(): SseMessage {
  return { event: '', id: '', data: '' };
}
