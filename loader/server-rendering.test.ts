import { expect, test } from 'vitest';
import IntegryJS, { IntegryError, IntegryJS as named } from './module.ts';
import { version } from '../package.json';

test('the module can be imported where there is no browser', () => {
  expect(typeof document).toBe('undefined');
  expect(named).toBe(IntegryJS);
  expect(IntegryJS.SDK_VERSION).toBe(version);
  expect(IntegryJS.RenderModes).toEqual({ MODAL: 'MODAL', INLINE: 'INLINE' });
  expect(IntegryJS.Layouts).toEqual({ WIDE: 'COMFORTABLE', NARROW: 'COMPACT' });
});

test('an instance on a server gives error, and its methods say that they need a browser', async () => {
  const sdk = IntegryJS({ appKey: 'ak_1', userId: 'u', hash: 'h', baseUrl: 'https://connect.example' });
  const error = await new Promise((resolve) => sdk.eventEmitter.on('error', resolve));
  expect(error).toBeInstanceOf(IntegryError);
  expect(error).toMatchObject({ code: 'invalid_config', message: expect.stringContaining('browser') });
  await expect(sdk.connectApp('slack')).rejects.toMatchObject({ code: 'invalid_config' });
  await expect(sdk.showApps()).rejects.toMatchObject({ code: 'invalid_config' });
  await sdk.destroy();
  await expect(sdk.connectApp('slack')).rejects.toMatchObject({ code: 'destroyed' });
});
