import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import type { FunctionDefinition } from '#connectors/kit/connector.ts';

export interface InvalidSignature {
  name: string;
  problem: string;
}

/** The functions whose parameters are no JSON Schema 2020-12. */
export function invalidSignatures(functions: readonly FunctionDefinition[]): InvalidSignature[] {
  const ajv = new Ajv2020({ strict: true, strictTypes: false, strictTuples: false });
  addFormats(ajv);
  return functions.flatMap(({ name, parameters }) => {
    try {
      ajv.compile(parameters);
      return [];
    } catch (error) {
      return [{ name, problem: error instanceof Error ? error.message : 'cannot be compiled' }];
    }
  });
}
