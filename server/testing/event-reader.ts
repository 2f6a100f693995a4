/** One event of a text/event-stream, parsed. */
export interface ReadEvent {
  event: string;
  id: number;
  data: Record<string, unknown>;
}

/** Reads a stream as a client does. Each wait ends within ten seconds, by the event or by an error. */
export class EventReader {
  readonly #reader: ReadableStreamDefaultReader<string>;
  readonly #pending: ReadEvent[] = [];
  #text = '';
  /** After how many milliseconds the server wants its reader back; undefined until it says so */
  retry: number | undefined;

  constructor(answer: Response) {
    if (!answer.body) throw new Error('The answer has no body.');
    this.#reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
  }

  /** The next event; undefined when the stream has ended. */
  async next(): Promise<ReadEvent | undefined> {
    for (;;) {
      const event = this.#pending.shift();
      if (event) return event;
      const { done, value } = await withinTenSeconds(this.#reader.read());
      if (done) return undefined;
      this.#take(value);
    }
  }

  async take(count: number): Promise<ReadEvent[]> {
    const events: ReadEvent[] = [];
    while (events.length < count) {
      const event = await this.next();
      if (!event) throw new Error(`The stream ended after ${events.length} of ${count} events.`);
      events.push(event);
    }
    return events;
  }

  async close(): Promise<void> {
    await this.#reader.cancel();
  }

  #take(text: string): void {
    const blocks = (this.#text + text).split('\n\n');
    this.#text = blocks.pop() ?? '';
    for (const block of blocks) {
      const lines = block.split('\n').filter((line) => !line.startsWith(':'));
      if (lines.length === 0) continue;
      const fields = new Map(
        lines.map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 2)]),
      );
      if (fields.has('retry')) this.retry = Number(fields.get('retry'));
      if (!fields.has('id')) continue;
      this.#pending.push({
        event: fields.get('event') ?? '',
        id: Number(fields.get('id')),
        data: JSON.parse(fields.get('data') ?? 'null'),
      });
    }
  }
}

async function withinTenSeconds<Result>(promise: Promise<Result>): Promise<Result> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error('Nothing came within ten seconds.')), 10_000);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}
