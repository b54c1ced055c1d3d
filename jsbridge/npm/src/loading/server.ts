// Finds the address of the server. A page does not have to give it if it comes from the server itself, or takes the
// script from there.

import { origin } from 'virtual:origin';
import { CallingError, CODE } from '../api/error';

/** The path at which a server answers the WebSocket upgrade (protocol.Path on the Go side). */
const SIGNAL_PATH = '/v1/signal';

const LOOPBACK = /^(localhost|.*\.localhost|127\.[\d.]+|\[::1\])$/;

const WAYS =
  'It is taken from the option serverUrl, globalThis.TRTC_CALLING_SERVER, <meta name="trtc-calling-server" content="…">, ' +
  'the attribute data-server of the script tag, the origin of a script under /sdk/, or the origin of the page.';

export interface Server {
  /** For example "wss://calls.example.com/v1/signal"; '' with an error. */
  signal: string;
  /** Where the address was found, and where else it could be given. */
  hint: string;
  error?: CallingError;
}

export function findServer(option: unknown): Server {
  const found = firstGiven(option);
  if (!found) {
    return fail(`no server is known. ${WAYS}`);
  }
  const url = parse(found.address);
  if (!url) {
    return fail(`the server address "${found.address}" (${found.source}) is malformed: it must look like https://calls.example.com. ${WAYS}`);
  }
  if (isBlocked(url)) {
    return fail(
      `a page on https cannot reach the server ${url.href} (${found.source}): browsers refuse it as mixed content. Use https: or wss: with a certificate.`,
    );
  }
  return { signal: url.href, hint: `The address is ${found.source}. ${WAYS}` };
}

/** The server also has the wasm, always at the same place. */
export function wasmOfServer(server: Server): string | undefined {
  if (!server.signal) {
    return undefined;
  }
  const url = new URL(server.signal);
  url.protocol = url.protocol === 'wss:' ? 'https:' : 'http:';
  url.pathname = url.pathname.slice(0, -SIGNAL_PATH.length) + '/sdk/trtc-calling.wasm';
  return url.href;
}

function fail(text: string): Server {
  return { signal: '', hint: WAYS, error: new CallingError(CODE.SERVER, text) };
}

function firstGiven(option: unknown): { address: string; source: string } | undefined {
  const page = globalThis as { TRTC_CALLING_SERVER?: unknown; document?: Document; location?: Location };
  const candidates: Array<[unknown, string]> = [
    [option, 'from the option serverUrl'],
    [page.TRTC_CALLING_SERVER, 'from globalThis.TRTC_CALLING_SERVER'],
    [page.document?.querySelector<HTMLMetaElement>('meta[name="trtc-calling-server"]')?.content, 'from the meta element'],
    [origin.server, 'from the attribute data-server'],
    [originOfSdk(origin.url), 'the origin of the script'],
    [originOfPage(page.location), 'the origin of the page'],
  ];
  for (const [address, source] of candidates) {
    if (address !== undefined && address !== null && String(address).trim() !== '') {
      return { address: String(address).trim(), source };
    }
  }
  return undefined;
}

function originOfSdk(script: string | undefined): string | undefined {
  const url = script === undefined ? undefined : tryURL(script);
  const isWeb = url?.protocol === 'http:' || url?.protocol === 'https:';
  const end = url?.pathname.lastIndexOf('/sdk/') ?? -1;
  return url && isWeb && end >= 0 ? url.origin + url.pathname.slice(0, end) : undefined;
}

function originOfPage(location: Location | undefined): string | undefined {
  return location && /^https?:$/.test(location.protocol) ? location.origin : undefined;
}

function parse(address: string): URL | undefined {
  const url = tryURL(address, originOfPage(globalThis.location));
  const scheme = { 'http:': 'ws:', 'https:': 'wss:', 'ws:': 'ws:', 'wss:': 'wss:' }[url?.protocol ?? ''];
  const isAddress = /^([a-z]+:\/\/|\/)/i.test(address); // "host:8080" would be a URL with the scheme "host:"
  if (!url || !scheme || !isAddress) {
    return undefined;
  }
  url.protocol = scheme;
  url.hash = '';
  const path = url.pathname.replace(/\/+$/, '');
  url.pathname = path.endsWith(SIGNAL_PATH) ? path : path + SIGNAL_PATH;
  return url;
}

function tryURL(text: string, base?: string): URL | undefined {
  try {
    return new URL(text, base);
  } catch {
    return undefined;
  }
}

/** A page on https can reach a server without TLS only on the same machine. */
function isBlocked(url: URL): boolean {
  return globalThis.location?.protocol === 'https:' && url.protocol === 'ws:' && !LOOPBACK.test(url.hostname);
}

/** What Chrome calls the networks that a public page asks for, from the less to the more private one. */
const NETWORKS = ['local-network', 'loopback-network'];

/**
 * What Chrome's Local Network Access has to do with a server that was not reached, or '': it asks users before a page
 * connects to a more private network, and a page that was refused sees no difference to a server that is not there.
 */
export async function localNetwork({ signal }: Server): Promise<string> {
  const server = privacy(new URL(signal).hostname);
  const page = privacy(globalThis.location?.hostname ?? 'localhost');
  const states = await Promise.all((server > 0 ? NETWORKS.slice(server - 1, server) : NETWORKS).map(permission));
  const state = states.find((each) => each === 'denied' || (each === 'prompt' && server > 0));
  // A name may be of any network, and pages that are not secure are refused each of them.
  const crosses = page < server || (page === 0 && server === 0 && globalThis.isSecureContext);
  return state && crosses
    ? `This browser lets a public page reach a server in a private network only if the user allows it (Local Network Access); for this page that is "${state}". `
    : '';
}

/** 2 for this machine, 1 for a private network, 0 for what its name does not tell. */
function privacy(host: string): number {
  const ofNetwork = /^(.*\.local|(10|192\.168|169\.254|172\.(1[6-9]|2\d|3[01]))\.[\d.]+|\[f[cde].*\])$/;
  return LOOPBACK.test(host) ? 2 : Number(ofNetwork.test(host));
}

async function permission(name: string): Promise<string | undefined> {
  try {
    return (await navigator.permissions.query({ name: name as PermissionName })).state;
  } catch {
    return undefined; // this browser does not ask for it
  }
}
