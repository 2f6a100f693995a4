import { AsyncLocalStorage } from 'node:async_hooks';

const requests = new AsyncLocalStorage<string>();

/** Runs what a request sets going, all of which can ask for its id: also what it only began and does not wait for. */
export function inRequest<Result>(requestId: string, work: () => Result): Result {
  return requests.run(requestId, work);
}

/** Undefined outside requests. */
export function currentRequestId(): string | undefined {
  return requests.getStore();
}
