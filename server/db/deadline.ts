/** The promise's own outcome, or a rejection with `late` after so many milliseconds. */
export async function beforeDeadline<Result>(
  promise: Promise<Result>,
  milliseconds: number,
  late: string,
): Promise<Result> {
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(late)), milliseconds);
  });
  try {
    return await Promise.race([promise, deadline]);
  } finally {
    clearTimeout(timer);
  }
}
