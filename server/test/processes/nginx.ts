import { type ChildProcess, spawn } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { requireProgram } from '../programs.ts';

const configuration = fileURLToPath(new URL('../../../deploy/nginx/pariksha.conf', import.meta.url));

export interface Nginx {
  stop(): Promise<void>;
}

/** The real nginx with the configuration of `deploy/`, listening on `port` in front of nodes on `nodePorts`. */
export async function startNginx(folder: string, port: number, nodePorts: readonly number[]): Promise<Nginx> {
  requireProgram('nginx');
  const file = join(folder, 'nginx.conf');
  await writeFile(file, wholeConfiguration(folder, await rendered(folder, port, nodePorts)));
  const nginx = spawn('nginx', ['-p', folder, '-c', file, '-e', join(folder, 'error.log')], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  nginx.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    said += chunk;
  });
  const ended = new Promise<void>((resolve) => {
    nginx.once('close', () => resolve());
  });
  await Promise.race([answers(port, nginx), ended]);
  if (nginx.exitCode !== null) throw new Error(`nginx does not start: ${said}`);
  return {
    async stop() {
      nginx.kill('SIGTERM');
      await ended;
    },
  };
}

/** The file as it is delivered, but for the nodes' ports, the address, TLS, and where the cache is. */
async function rendered(folder: string, port: number, nodePorts: readonly number[]): Promise<string> {
  const delivered = await readFile(configuration, 'utf8');
  const nodes = nodePorts.map((nodePort) => `    server 127.0.0.1:${nodePort} max_fails=2 fail_timeout=5s;`);
  const text = delivered
    .replace(/( *server 127\.0\.0\.1:\d+ [^\n]*\n)+/, `${nodes.join('\n')}\n`)
    .replace(/server \{\s*listen 80;[^}]*\}/, '')
    .replace('listen 443 ssl http2;', `listen 127.0.0.1:${port};`)
    .replaceAll(/^ *ssl_.*\n/gm, '')
    .replace('/var/cache/nginx/pariksha', join(folder, 'cache'));
  for (const wanted of [...nodes, `listen 127.0.0.1:${port};`, join(folder, 'cache')]) {
    if (!text.includes(wanted))
      throw new Error(`deploy/nginx/pariksha.conf has another form: no place for ${wanted}`);
  }
  return text;
}

function wholeConfiguration(folder: string, site: string): string {
  const bodies = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];
  return `
daemon off;
worker_processes 2;
${process.getuid?.() === 0 ? 'user root;' : ''}
pid ${join(folder, 'nginx.pid')};
error_log ${join(folder, 'error.log')};
events { worker_connections 1024; }
http {
  access_log off;
  ${bodies.map((name) => `${name}_temp_path ${join(folder, name)};`).join('\n  ')}
  ${site}
}
`;
}

async function answers(port: number, nginx: ChildProcess): Promise<void> {
  while (nginx.exitCode === null) {
    const isUp = await fetch(`http://127.0.0.1:${port}/healthz`).then(
      (response) => response.ok,
      () => false,
    );
    if (isUp) return;
  }
}
