import { readdirSync } from 'node:fs';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import express, { type Express, type RequestHandler } from 'express';

export interface PageFolders {
  /** Folder of the built browser client; `null` while there is none. */
  readonly webFolder: string | null;
  /** Pictures of questions, served as `/media/NAME`; `null` when there are none. */
  readonly mediaFolder: string | null;
}

const landing = fileURLToPath(new URL('./landing', import.meta.url));
const yearMs = 365 * 86_400_000;
const dayMs = 86_400_000;

/** In the order in which they are preferred, with the ending of the files that the build has compressed. */
const encodings = [
  ['br', '.br'],
  ['gzip', '.gz'],
] as const;

/** The browser client, or a page that says what this is while there is none, and the pictures of the questions. */
export function mountPages(app: Express, { webFolder, mediaFolder }: PageFolders): void {
  const files = { index: false, redirect: false } as const;
  if (mediaFolder !== null) app.use('/media', express.static(mediaFolder, { ...files, maxAge: dayMs }));
  if (webFolder === null) {
    app.use(express.static(landing, { index: 'index.html', redirect: false }));
    return;
  }
  const assets = join(webFolder, 'assets');
  // What is in here carries a hash of its content in its name.
  const forEver = { ...files, immutable: true, maxAge: yearMs };
  app.use('/assets', preferCompressed(assets), express.static(assets, forEver));
  for (const name of rootFiles) app.get(`/${name}`, rootFile(webFolder, name));
  app.use(page(webFolder));
}

/** Asked for each time: they say which build there is. */
const rootFiles = ['sw.js', 'manifest.webmanifest'];

function rootFile(webFolder: string, name: string): RequestHandler {
  const headers = { 'Cache-Control': 'no-cache' };
  return (_request, response, next) =>
    response.sendFile(name, { root: webFolder, headers }, (error) => error && next());
}

/** Every address without an ending is a page of the client, which reads the address itself. */
function page(webFolder: string): RequestHandler {
  return (request, response, next) => {
    const isPage = (request.method === 'GET' || request.method === 'HEAD') && isPagePath(request.path);
    if (!isPage) next();
    else response.sendFile('index.html', { root: webFolder, headers: { 'Cache-Control': 'no-cache' } });
  };
}

function isPagePath(path: string): boolean {
  return !path.includes('.') && !/^\/(?:api|assets|media|papers)\//.test(path);
}

function preferCompressed(folder: string): RequestHandler {
  const names = new Set(readdirSync(folder).map((name) => `/${name}`));
  return (request, response, next) => {
    const { path } = request;
    const compressed = encodings.find(([, ending]) => names.has(path + ending));
    if (compressed) response.vary('Accept-Encoding');
    const chosen = encodings.find(
      ([encoding, ending]) => names.has(path + ending) && request.acceptsEncodings(encoding) === encoding,
    );
    if (chosen) {
      response.type(extname(path)).set('Content-Encoding', chosen[0]);
      request.url = path + chosen[1];
    }
    next();
  };
}
