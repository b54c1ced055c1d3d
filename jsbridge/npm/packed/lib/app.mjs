// An application of a user: a folder of its own, with the tarball installed as npm does it.

import { execFile, spawn } from 'node:child_process';
import { cp, mkdtemp, mkdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);

export const tarball = fileURLToPath(new URL('../../../../bin/trtc-calling-wasm.tgz', import.meta.url));
const tools = fileURLToPath(new URL('../node_modules', import.meta.url));

/** The path of a program that is installed beside the tests. */
export const tool = (name) => join(tools, '.bin', name);

/** A folder with these files, and the package under a name in its node_modules. */
export async function makeApp(files, { as = 'trtc-calling-wasm' } = {}) {
  const app = new App(await mkdtemp(join(tmpdir(), 'trtc-app-')));
  await app.write({ 'package.json': '{ "name": "app", "version": "1.0.0", "private": true }\n', ...files });
  await app.install(as);
  return app;
}

/** A folder with these files alone, on a machine whose npm has nothing in its cache. */
export async function emptyApp(files = {}) {
  const app = new App(await mkdtemp(join(tmpdir(), 'trtc-app-')));
  await app.write(files);
  return app;
}

/** One of the applications in apps/, whose tools are installed there, with the package under a name. */
export async function openApp(name, { as = 'trtc-calling-wasm', sources } = {}) {
  const apps = fileURLToPath(new URL('../apps', import.meta.url));
  const app = new App(join(apps, name));
  if (sources) await cp(join(apps, sources), app.folder, { recursive: true });
  await app.install(as);
  return app;
}

export class App {
  #children = [];

  constructor(folder) {
    this.folder = folder;
  }

  /** The package alone: what else there is was installed as the lock file says, so nothing is asked of a registry. */
  async install(name) {
    await this.run('npm', ['install', '--no-save', '--no-audit', '--no-fund', '--ignore-scripts', '--offline', `${name}@file:${tarball}`]);
  }

  /** npm as a user types it, with a cache of its own. What it wants of the registry, about optional peers, is refused at once. */
  npm(...args) {
    return this.run('npm', args, {
      npm_config_cache: this.path('.npm-cache'),
      npm_config_registry: 'http://127.0.0.1:9/',
      npm_config_fetch_retries: '0',
      npm_config_audit: 'false',
      npm_config_update_notifier: 'false',
    });
  }

  /** What the lock file has of a package. */
  async locked(name) {
    return JSON.parse(await this.read('package-lock.json')).packages[`node_modules/${name}`];
  }

  /** Puts a program that is installed beside the tests where npx finds it. */
  async linkProgram(name) {
    await mkdir(this.path('node_modules/.bin'), { recursive: true });
    await symlink(tool(name), this.path(`node_modules/.bin/${name}`));
  }

  /** Puts a package that is installed beside the tests into the application's node_modules. */
  async link(name, as = name) {
    const path = this.path(`node_modules/${as}`);
    await mkdir(dirname(path), { recursive: true });
    await rm(path, { force: true });
    await symlink(join(tools, name), path);
  }

  path(name) {
    return join(this.folder, name);
  }

  read(name) {
    return readFile(this.path(name), 'utf8');
  }

  async write(files) {
    for (const [name, content] of Object.entries(files)) {
      await mkdir(dirname(this.path(name)), { recursive: true });
      await writeFile(this.path(name), content);
    }
  }

  /** Runs a program in the folder and gives what it printed; what it says on failure is in the error. */
  async run(program, args, env = {}) {
    try {
      const { stdout, stderr } = await run(program, args, { cwd: this.folder, env: { ...process.env, ...env }, maxBuffer: 1 << 26 });
      return stdout + stderr;
    } catch (error) {
      throw new Error(`${program} ${args.join(' ')} failed:\n${error.stdout ?? ''}${error.stderr ?? error.message}`);
    }
  }

  /** Starts a server in the folder and gives the address that it prints, or what else says that it is ready. */
  async serve(program, args, ready = /http:\/\/[\w.]+:\d+/, env = {}) {
    const child = spawn(program, args, { cwd: this.folder, env: { ...process.env, NO_COLOR: '1', FORCE_COLOR: '0', ...env }, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
    this.#children.push(child);
    return new Promise((resolve, reject) => {
      let text = '';
      const fail = (what) => {
        clearTimeout(late);
        reject(new Error(`${program} ${what}:\n${text}`));
      };
      const late = setTimeout(() => fail('is not ready after 200 s'), 200_000);
      const hear = (part) => {
        text += part;
        const found = ready.exec(text);
        if (found) {
          clearTimeout(late);
          resolve(found[0]);
        }
      };
      child.stdout.on('data', hear);
      child.stderr.on('data', hear);
      child.once('error', ({ message }) => fail(`did not start (${message})`));
      child.once('exit', () => fail('ended'));
    });
  }

  /** Ends what was started. */
  async close() {
    await Promise.all(this.#children.splice(0).map(end));
  }

  async remove() {
    await this.close();
    await rm(this.folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** Ends a program with what it started: it is the first of a group of its own. */
function end(child) {
  if (child.exitCode !== null || child.signalCode !== null) {
    return undefined;
  }
  const ended = new Promise((resolve) => child.once('exit', resolve));
  process.kill(-child.pid, 'SIGKILL');
  return ended;
}
