import { CodedError } from './coded-error.ts';

/** The promise, or `timeout` after so many milliseconds. `what` begins the message's sentence. */
export async function withDeadline<Value>(promise: Promise<Value>, milliseconds: number, what: string): Promise<Value> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const deadline = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new CodedError('timeout', `${what} took longer than ${milliseconds / 1000} s. Try again.`));
    }, milliseconds);
  });
  try {
    return await Promise.race([promise, deadline]);
  } finally {
    clearTimeout(timer);
  }
}
