import { benchOpenApiCall } from './openapi-call.ts';

/** What a connector adds to the same request made by itself. False where a budget is exceeded. */
export async function benchCalls(): Promise<boolean> {
  return benchOpenApiCall();
}
