import type { ServerEvent } from '#bridge-protocol/events/server-event.ts';

/** Where the last id outlives the page, for the page that takes its place. */
export interface ResumePoint {
  read(): number | undefined;
  write(id: number): void;
}

/** A user's events, each once and in their order, whichever way they came: ids only count up. */
export class EventFeed {
  readonly #resumePoint: ResumePoint;
  #lastId: number | undefined;
  readonly #listeners = new Set<(event: ServerEvent) => void>();
  readonly #located: Promise<void>;
  #whenLocated: () => void = () => undefined;

  constructor(resumePoint: ResumePoint) {
    this.#resumePoint = resumePoint;
    this.#located = new Promise((resolve) => (this.#whenLocated = resolve));
    const id = resumePoint.read();
    if (id !== undefined) this.start(id);
  }

  /** The event up to which everything is known; undefined until there is a place to resume from. */
  get lastId(): number | undefined {
    return this.#lastId;
  }

  /** Settles once nothing that happens from now on can be missed. */
  get located(): Promise<void> {
    return this.#located;
  }

  /** Where the stream stands. It only ever goes back when the server's database was restored meanwhile. */
  start(id: number): void {
    this.#lastId = id;
    this.#resumePoint.write(id);
    this.#whenLocated();
  }

  /** Where another instance stands, which says nothing new to one that has a place of its own. */
  locate(id: number): void {
    if (this.#lastId === undefined) this.start(id);
  }

  accept(event: ServerEvent): void {
    if (!this.#isNew(event.id)) return;
    for (const listener of this.#listeners) listener(event);
  }

  /** An event of a type that this version does not know. */
  skip(id: number): void {
    this.#isNew(id);
  }

  subscribe(listener: (event: ServerEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #isNew(id: number): boolean {
    if (this.#lastId !== undefined && id <= this.#lastId) return false;
    this.start(id);
    return true;
  }
}
