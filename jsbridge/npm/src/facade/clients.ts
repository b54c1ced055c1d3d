// The clients of a page by their user. In the original, the instances of a page shared one chat login per user: all of
// them heard every invitation, and none signed another one out.

import { Client, type ClientOptions } from './client';
import { isText } from './params';

const clients = new Map<string, Client>();

/** The client for a login as this user: an existing one, otherwise the instance's own. */
export function clientOfUser(userID: unknown, own: Client, options: ClientOptions): Client {
  const key = `${options.server.signal} ${options.sdkAppID} ${String(userID)}`;
  if (!isText(userID) || own.key === key) {
    return own; // the program refuses what is not a user
  }
  const client = clients.get(key) ?? (own.isShared() ? new Client(options) : own); // the others stay who they are
  forgetClient(client);
  client.key = key;
  clients.set(key, client);
  return client;
}

/** Makes sure that no instance finds it any more. */
export function forgetClient(client: Client): void {
  if (clients.get(client.key) === client) {
    clients.delete(client.key);
  }
}
