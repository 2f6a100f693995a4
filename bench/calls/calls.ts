import { benchOpenApiCall } from './openapi-call.ts';
import { benchPieceCall } from './piece-call.ts';

/** What a connector adds to the same call made by itself. False where a budget is exceeded. */
export async function benchCalls(): Promise<boolean> {
  const isDocumentFast = await benchOpenApiCall();
  const isPieceFast = await benchPieceCall();
  return isDocumentFast && isPieceFast;
}
