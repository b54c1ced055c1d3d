// The original left its app and its user in the tab's storage, and some pages read them there.

export function remember(name: 'sdkAppId' | 'userId', value: unknown): void {
  try {
    sessionStorage.setItem(name, String(value));
  } catch {
    // there is no storage, or the browser forbids it; nothing here depends on it
  }
}
