// A plain web server for a folder, as anybody has: no fallback, the right types.

import { createServer } from 'node:http';
import { once } from 'node:events';
import { readdir, readFile } from 'node:fs/promises';
import { extname, join, normalize, relative } from 'node:path';

const types = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.mjs': 'text/javascript', '.css': 'text/css', '.wasm': 'application/wasm' };

/** {type, content} of each file that a folder has, by its path in URLs: what the front of the browser tests takes as file(). */
export async function filesOf(folder) {
  const names = (await readdir(folder, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile());
  const read = async ({ path, name }) => {
    const file = join(path, name);
    return [`/${relative(folder, file)}`, { type: types[extname(file)] ?? 'text/plain', content: await readFile(file) }];
  };
  const files = new Map(await Promise.all(names.map(read)));
  return (path) => files.get(path.endsWith('/') ? `${path}index.html` : path);
}

/** Serves a folder and gives {url, asked, close}; asked are the paths that were asked for. headers go with each answer. */
export async function openSite(folder, headers = {}) {
  const asked = [];
  const http = createServer(async (request, response) => {
    const path = decodeURIComponent(new URL(request.url, 'http://x').pathname);
    asked.push(path);
    const file = join(folder, normalize(path.endsWith('/') ? `${path}index.html` : path));
    const content = await readFile(file).catch(() => undefined);
    response.writeHead(content ? 200 : 404, { ...headers, 'content-type': (content && types[extname(file)]) ?? 'text/plain' });
    response.end(content ?? 'not found');
  });
  http.listen(0, '127.0.0.1');
  await once(http, 'listening');
  const close = async () => {
    http.close();
    http.closeAllConnections();
    await once(http, 'close');
  };
  return { url: `http://127.0.0.1:${http.address().port}/`, asked, close };
}
