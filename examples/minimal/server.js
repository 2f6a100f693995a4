import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';

/** The least a host needs: a page, and a backend that vouches for the signed-in user. The App-Secret stays here. */
const { APP_KEY, APP_SECRET = '', INTEGRY_URL = 'http://localhost:4600', PORT = '4601' } = process.env;
const page = readFileSync(new URL('./index.html', import.meta.url), 'utf8').replace('%INTEGRY_URL%', INTEGRY_URL);
const userId = 'user-1'; // whoever is signed in

createServer((request, response) => {
  if (request.url !== '/integry-auth') return response.setHeader('Content-Type', 'text/html; charset=utf-8').end(page);
  const hash = createHmac('sha256', APP_SECRET).update(userId).digest('hex');
  response.setHeader('Content-Type', 'application/json').end(JSON.stringify({ appKey: APP_KEY, userId, hash }));
}).listen(Number(PORT), '127.0.0.1', () => console.log(`http://localhost:${PORT}`));
