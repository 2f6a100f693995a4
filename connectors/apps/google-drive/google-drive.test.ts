import { afterAll, beforeAll, expect, it } from 'vitest';
import type { JsonObject } from '#connectors/kit/json.ts';
import { startVendorStandIn, type VendorStandIn } from '#connectors/testing/vendor-stand-in.ts';

let drive: VendorStandIn;

beforeAll(async () => {
  drive = await startVendorStandIn(import.meta.dirname, {
    '/drive/v3/files/file-1/permissions': {
      permissions: [{ id: '17', type: 'user', emailAddress: 'ada@example.com' }],
    },
  });
});
afterAll(() => drive.server.close());

const content = { base64: Buffer.from('a,b\n1,2\n').toString('base64'), content_type: 'text/csv', filename: 'a.csv' };

it('creates a folder without being told the type of folders', async () => {
  const { parameters } = drive.connector.functions().find((one) => one.name === 'google-drive-create-a-folder')!;
  expect(parameters.properties as JsonObject).not.toHaveProperty('mimeType');
  await drive.invoke('create-a-folder', { name: 'Invoices', parents: ['root'] });
  expect(JSON.parse(drive.server.last().body)).toEqual({
    name: 'Invoices',
    parents: ['root'],
    mimeType: 'application/vnd.google-apps.folder',
  });
});

it('uploads a file: what holds for it first, then its content', async () => {
  await drive.invoke('upload-a-file', { file: content, metadata: { name: 'a.csv' } });
  expect(drive.meant.at(-1)).toBe('POST https://www.googleapis.com/upload/drive/v3/files?uploadType=multipart');
  const parts = drive.server.last().body.split(/--[^\r\n]+(?:\r\n|$)/);
  expect(parts[1]).toMatch(/name="metadata".*\r\nContent-Type: application\/json\r\n\r\n\{"name":"a.csv"\}\r\n$/i);
  expect(parts[2]).toMatch(/name="file".*\r\nContent-Type: text\/csv\r\n\r\na,b\n1,2\n\r\n$/i);
});

it('replaces and downloads content, and asks for what Drive knows of a file, by three ways to one file', async () => {
  await drive.invoke('replace-the-content-of-a-file', { fileId: 'file-1', body: content });
  expect(drive.server.last()).toMatchObject({ body: 'a,b\n1,2\n', headers: { 'content-type': 'text/csv' } });
  await drive.invoke('download-a-file', { fileId: 'file-1' });
  await drive.invoke('get-a-file', { fileId: 'file-1', fields: 'id,name' });
  expect(drive.meant.slice(-3)).toEqual([
    'PATCH https://www.googleapis.com/upload/drive/v3/files/file-1?uploadType=media',
    'GET https://www.googleapis.com/drive/v3/files/file-1?alt=media',
    'GET https://www.googleapis.com/drive/v3/files/file-1?fields=id%2Cname',
  ]);
});

it('names those whom the chosen file is shared with', async () => {
  const page = await drive.options('delete-a-permission', 'permissionId', { fileId: 'file-1' });
  expect(page.options).toEqual([{ value: '17', title: 'ada@example.com' }]);
});
