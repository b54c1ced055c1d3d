// The clients of a page by their user. Chat was one per user and page in the original: all instances
// heard every invitation, and nobody was signed out by another one of the same page.

import { Client, type ClientOptions } from './client';
import { isText } from './params';

const clients = new Map<string, Client>();

/** The client that a login as this user takes: the one that is there, else the instance's own. */
export function clientOfUser(userID: unknown, own: Client, options: ClientOptions): Client {
  const key = `${options.server.signal} ${options.sdkAppID} ${String(userID)}`;
  if (!isText(userID) || own.key === key) {
    return own; // what is no user is refused by the program
  }
  const client = clients.get(key) ?? (own.isShared() ? new Client(options) : own); // the others stay who they are
  forgetClient(client);
  client.key = key;
  clients.set(key, client);
  return client;
}

/** Nobody finds it any more. */
export function forgetClient(client: Client): void {
  if (clients.get(client.key) === client) {
    clients.delete(client.key);
  }
}
