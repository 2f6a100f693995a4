import { chromium } from '@playwright/test';
import { readFileSync } from 'node:fs';
import { launchOptions } from './scripts/browser/launch-options.ts';
const [out, width, ...files] = process.argv.slice(2);
const browser = await chromium.launch(await launchOptions());
const page = await browser.newPage({ viewport: { width: 1900, height: 400 } });
await page.setContent(`<body style="margin:0;display:flex;flex-wrap:wrap;gap:6px;background:#888">${files.map((f) => `<img width="${width}" src="data:image/png;base64,${readFileSync(f).toString('base64')}">`).join('')}`);
await page.screenshot({ path: out, fullPage: true });
await browser.close();
