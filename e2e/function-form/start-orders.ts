import { startLoopbackServer, type LoopbackServer } from '#connectors/testing/loopback-server.ts';

export interface OrdersServer extends LoopbackServer {
  /** The access tokens it takes, each of an account of its own */
  tokens: readonly string[];
  /** The path, with its query, of every request so far */
  paths: string[];
  /** Answers so many of the next requests with an error */
  fail(count: number): void;
}

const PAGE = 20;
const customers = Array.from({ length: 45 }, (_, index) => ({
  id: `c${index + 1}`,
  name: `Customer ${String(index + 1).padStart(2, '0')}`,
}));

/** What the app in `apps/orders` calls: customers in pages, with a search, and the contacts of each. */
export async function startOrders(): Promise<OrdersServer> {
  const paths: string[] = [];
  let failures = 0;
  const server = await startLoopbackServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://orders');
    paths.push(request.url ?? '');
    const json = (body: unknown, status = 200): void => {
      response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
    };
    request.resume();
    if (failures > 0) {
      failures -= 1;
      return json({ message: 'Down for a moment' }, 400);
    }
    if (pathname === '/profile') {
      const id = (request.headers.authorization ?? '').replace('Bearer ', '');
      return json({ id, name: `Shop of ${id}` });
    }
    if (pathname === '/customers')
      return json(pageOf(searchParams.get('q') ?? '', Number(searchParams.get('after') ?? 0)));
    const customer = /^\/customers\/(\w+)\/contacts$/.exec(pathname)?.[1];
    if (customer)
      return json({
        contacts: ['Ada', 'Ben'].map((name) => ({ id: `${customer}-${name}`, name: `${name} at ${customer}` })),
      });
    return json({ id: 'o1' });
  });
  return { ...server, tokens: ['first', 'second'], paths, fail: (count) => void (failures = count) };
}

function pageOf(search: string, after: number): { customers: typeof customers; next: string | null } {
  const found = customers.filter(({ name }) => name.toLowerCase().includes(search.toLowerCase()));
  const end = after + PAGE;
  return { customers: found.slice(after, end), next: end < found.length ? String(end) : null };
}
