import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import express from 'express';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mountPages } from './pages.ts';

describe('[WEB-11] the pages', () => {
  let folder: string;
  let server: Server;
  let url: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'pariksha-pages-'));
    const webFolder = join(folder, 'web');
    const mediaFolder = join(folder, 'media');
    await mkdir(join(webFolder, 'assets'), { recursive: true });
    await mkdir(mediaFolder);
    await writeFile(join(webFolder, 'index.html'), '<title>page</title>');
    await writeFile(join(webFolder, 'assets', 'main-abc.js'), 'script()');
    await writeFile(join(webFolder, 'assets', 'main-abc.js.gz'), gzipSync('script()'));
    await writeFile(join(webFolder, 'assets', 'font-abc.woff2'), 'font');
    await writeFile(join(mediaFolder, 'graph.svg'), '<svg xmlns="http://www.w3.org/2000/svg"/>');
    const app = express();
    mountPages(app, { webFolder, mediaFolder });
    server = createServer(app).listen(0);
    await once(server, 'listening');
    const address = server.address();
    url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
  });

  afterAll(async () => {
    server.close();
    await rm(folder, { recursive: true });
  });

  it('[WEB-11] are asked for each time, at every address of the client', async () => {
    for (const path of ['/', '/practice', '/exams/123/sit', '/proctor']) {
      const response = await fetch(url + path);
      expect(await response.text()).toBe('<title>page</title>');
      expect(response.headers.get('cache-control')).toBe('no-cache');
      expect(response.headers.get('last-modified')).not.toBeNull();
    }
  });

  it('[WEB-11] bring files that are kept for ever, compressed for those who understand it', async () => {
    const compressed = await fetch(`${url}/assets/main-abc.js`, { headers: { 'accept-encoding': 'gzip' } });
    expect(await compressed.text()).toBe('script()');
    expect(compressed.headers.get('content-encoding')).toBe('gzip');
    expect(compressed.headers.get('content-type')).toContain('text/javascript');
    expect(compressed.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    expect(compressed.headers.get('vary')).toContain('Accept-Encoding');
    const plain = await fetch(`${url}/assets/main-abc.js`, { headers: { 'accept-encoding': 'identity' } });
    expect(await plain.text()).toBe('script()');
    expect(plain.headers.get('content-encoding')).toBeNull();
    const font = await fetch(`${url}/assets/font-abc.woff2`);
    expect(font.headers.get('content-type')).toBe('font/woff2');
  });

  it('[WEB-11] do not stand in for what is not there', async () => {
    for (const path of [
      '/api/nothing',
      '/assets/old-123.js',
      '/media/nothing.svg',
      '/favicon.ico',
      '/assets/../x.js',
    ]) {
      expect((await fetch(url + path)).status).toBe(404);
    }
    expect((await fetch(url, { method: 'POST' })).status).toBe(404);
  });

  it('[WEB-11] bring the pictures of questions', async () => {
    const picture = await fetch(`${url}/media/graph.svg`);
    expect(picture.headers.get('content-type')).toContain('image/svg+xml');
    expect(picture.headers.get('cache-control')).toContain('max-age=86400');
  });
});
