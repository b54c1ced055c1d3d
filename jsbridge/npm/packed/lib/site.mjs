// A plain web server for a folder, as anybody has: no fallback, the right types.

import { createServer } from 'node:http';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { extname, join, normalize } from 'node:path';

const types = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.mjs': 'text/javascript', '.css': 'text/css', '.wasm': 'application/wasm' };

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
