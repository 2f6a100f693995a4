import * as z from 'zod/mini';

/** `slack`: lower-case words with hyphens, as in a URL. */
export const AppName = z.string().check(z.regex(/^[a-z0-9][a-z0-9-]{0,63}$/, 'must be an app name such as "slack"'));

/** `slack-post-message`: the app's name, then the operation's. */
export const FunctionName = z
  .string()
  .check(z.regex(/^[a-z0-9][a-z0-9_-]{0,127}$/, 'must be a function name such as "slack-post-message"'));

/** Ids are positive safe integers: numbers in REST, strings in the SDK. */
export const Id = z.int().check(z.positive());

const idProblem = 'must be an id such as "1234"';

/** An id as the SDK hands it out. Numbers are accepted too, because callers copy them from REST. */
export const IdString = z.union(
  [z.string().check(z.regex(/^[1-9][0-9]{0,15}$/, idProblem)), z.pipe(Id, z.transform(String))],
  idProblem,
);

/** Chosen by the loader for every call; for `connectApp` it is the public id of the connect attempt. */
export const CallId = z.uuid();
