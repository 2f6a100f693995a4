import { describe, expect, it } from 'vitest';
import { distinctFunctionName, functionName } from './function-names.ts';

describe('the name of a function', () => {
  it.each([
    ['getAllPersons', 'pipedrive-get-all-persons'],
    ['get-all-persons', 'pipedrive-get-all-persons'],
    ['Persons.GetByID_v2', 'pipedrive-persons-get-by-id-v2'],
    ['listHTTPRoutes', 'pipedrive-list-http-routes'],
    ['GET /persons/{id}', 'pipedrive-get-persons-id'],
    ['repos/list-for-org', 'pipedrive-repos-list-for-org'],
  ])('%s becomes %s', (operationId, name) => {
    expect(functionName('pipedrive', operationId)).toBe(name);
  });

  it('has at most 64 characters, stays the same, and stays apart from its likes', () => {
    const long = 'a'.repeat(80);
    const name = functionName('pipedrive', `${long}One`);
    expect(name).toHaveLength(64);
    expect(name).toBe(functionName('pipedrive', `${long}One`));
    expect(name).not.toBe(functionName('pipedrive', `${long}Two`));
    expect(name).toMatch(/^[a-z0-9][a-z0-9-]*$/);
  });

  it('is made of an id without a single letter, too', () => {
    expect(functionName('pipedrive', '…')).toMatch(/^pipedrive-[0-9a-f]{8}$/);
  });

  it('is never changed once given: these are what callers wrote into their code', () => {
    expect(functionName('app', `${'getTheVeryLongNameOfAnOperation'.repeat(3)}`)).toBe(
      'app-get-the-very-long-name-of-an-operationget-the-very-a2373f4c',
    );
    expect(distinctFunctionName('app', 'get_user')).toBe('app-get-user-bf1e2a1a');
  });
});
