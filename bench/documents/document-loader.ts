import { fork, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import type { DocumentResult, DocumentTask } from './load-document.ts';

/** What no document may do to the process that loads it. */
export interface Failure {
  failed: 'crashed' | 'hung';
}

/** For loading a document and compiling its signatures, in milliseconds: far more than the largest one takes */
const DEADLINE_MS = 180_000;

/** Loads documents in a process of its own, which is replaced where a document ends it. */
export class DocumentLoader {
  readonly #folder: string;
  #child: ChildProcess | undefined;

  constructor(folder: string) {
    this.#folder = folder;
  }

  async load(file: string, name: string): Promise<DocumentResult | Failure> {
    this.#child ??= fork(join(import.meta.dirname, 'worker.ts'));
    const child = this.#child;
    const answer = Promise.withResolvers<DocumentResult | Failure>();
    const timer = setTimeout(() => answer.resolve({ failed: 'hung' }), DEADLINE_MS);
    child.once('message', (result: DocumentResult) => answer.resolve(result));
    child.once('exit', () => answer.resolve({ failed: 'crashed' }));
    child.send({ file, folder: this.#folder, name } satisfies DocumentTask);
    const result = await answer.promise;
    clearTimeout(timer);
    child.removeAllListeners();
    if ('failed' in result) this.close();
    return result;
  }

  close(): void {
    this.#child?.kill('SIGKILL');
    this.#child = undefined;
  }
}
