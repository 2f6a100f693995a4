import { expect, test } from 'vitest';
import { isOrigin } from './origin.ts';

test.each([
  'https://app.example.com',
  'http://localhost:4601',
  'http://127.0.0.1:8080',
  'http://[::1]:8080',
  'https://xn--bcher-kva.example',
  'capacitor://localhost',
  'tauri://localhost',
])('%s is an origin', (value) => {
  expect(isOrigin(value)).toBe(true);
});

test.each([
  '',
  'null',
  '*',
  'https://app.example.com/',
  'https://app.example.com/path',
  'https://app.example.com:443',
  'https://APP.example.com',
  'https://bücher.example',
  'https://user@app.example.com',
  'https://*.example.com',
  "https://a;b'c.example",
  'https://app.example.com https://evil.example',
  "https://app.example.com; script-src 'unsafe-inline'",
  'https://app.example.com\r\nX: y',
  'file://',
  'file:///etc/passwd',
  'javascript:alert(1)',
  'data:text/html,x',
  'app.example.com',
  `https://${'a'.repeat(300)}.example`,
])('%j is none', (value) => {
  expect(isOrigin(value)).toBe(false);
});
