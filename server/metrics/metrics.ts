import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

/** In seconds, up to the longest that anything may take */
const BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

/** What can be looked at at any time. */
export interface Sources {
  openStreams(): number;
  workers(): { busy: number; idle: number; starting: number; waiting: number };
  /** Undefined where there is no pool: the embedded database has one connection */
  connections(): { busy: number; idle: number; waiting: number } | undefined;
}

/**
 * What Prometheus is told of this process. A label's values are known beforehand: routes, status codes, the catalogue's apps
 * and error codes. Nothing that a user or a workspace can make up becomes one, and nothing of theirs is told.
 */
export class Metrics {
  readonly #registry = new Registry();
  readonly #requests = new Histogram({
    name: 'integry_http_request_duration_seconds',
    help: 'Time until the head of an answer is sent, of an event stream too',
    labelNames: ['method', 'route', 'status'],
    buckets: BUCKETS,
    registers: [this.#registry],
  });
  readonly #calls = new Counter({
    name: 'integry_function_calls_total',
    help: 'Calls of functions: the class of what the third party answered, an error code, or refused',
    labelNames: ['app', 'outcome'],
    registers: [this.#registry],
  });
  readonly #callTimes = new Histogram({
    name: 'integry_function_call_duration_seconds',
    help: 'How long calls of functions take, the third party included',
    labelNames: ['app'],
    buckets: BUCKETS,
    registers: [this.#registry],
  });
  readonly #refreshes = new Counter({
    name: 'integry_token_refreshes_total',
    help: 'Access tokens that were renewed, or an error code',
    labelNames: ['app', 'outcome'],
    registers: [this.#registry],
  });

  requestEnded(labels: { method: string; route: string; status: number }, seconds: number): void {
    this.#requests.observe(labels, seconds);
  }

  callEnded(app: string, outcome: string, seconds: number): void {
    this.#calls.inc({ app, outcome });
    this.#callTimes.observe({ app }, seconds);
  }

  refreshEnded(app: string, outcome: string): void {
    this.#refreshes.inc({ app, outcome });
  }

  /** Adds the process's own figures, and what can be looked at when somebody asks. Once in a process. */
  watch({ openStreams, workers, connections }: Sources): void {
    collectDefaultMetrics({ register: this.#registry });
    this.#gauge('integry_event_streams_open', 'Event streams that are open', () => ({ '': openStreams() }));
    this.#gauge('integry_piece_workers', 'Processes in which pieces run', () => {
      const { busy, idle, starting } = workers();
      return { busy, idle, starting };
    });
    this.#gauge('integry_piece_calls_waiting', 'Calls that wait for a process', () => ({ '': workers().waiting }));
    this.#gauge('integry_database_connections', 'Connections to PostgreSQL', () => {
      const { busy = 0, idle = 0 } = connections() ?? {};
      return { busy, idle };
    });
    this.#gauge('integry_database_waiting', 'Transactions that wait for a connection', () => ({
      '': connections()?.waiting ?? 0,
    }));
  }

  /** In the text format that Prometheus reads. */
  text(): Promise<string> {
    return this.#registry.metrics();
  }

  get contentType(): string {
    return this.#registry.contentType;
  }

  /** `read` answers a value for each state; under an empty name where there is but one. */
  #gauge(name: string, help: string, read: () => Record<string, number>): void {
    const registers = [this.#registry];
    const gauge: Gauge<'state'> = new Gauge({
      name,
      help,
      labelNames: ['state'],
      registers,
      collect: () => {
        for (const [state, value] of Object.entries(read())) gauge.set(state ? { state } : {}, value);
      },
    });
  }
}
