/** The ES module. It touches nothing of the page when it is imported, so a server can import it too. */
import type * as Public from './index.d.ts';
import { IntegryError as Implementation } from './integry-error.ts';
import { defineIntegryJS } from './integry-js.ts';

export const IntegryError = Implementation as unknown as typeof Public.IntegryError;
export const IntegryJS: Public.IntegryJSConstructor = defineIntegryJS();
export default IntegryJS;
