import { fileURLToPath } from 'node:url';
import express, { type Express } from 'express';

const landing = fileURLToPath(new URL('./landing', import.meta.url));

/** The browser client, or a page that says what this is while there is none. */
export function mountPages(app: Express, webFolder: string | null): void {
  app.use(express.static(webFolder ?? landing, { index: 'index.html', redirect: false }));
}
