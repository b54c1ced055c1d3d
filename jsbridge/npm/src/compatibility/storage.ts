// The original left its app and user in the tab's storage, where some pages read them.

export function remember(name: 'sdkAppId' | 'userId', value: unknown): void {
  try {
    sessionStorage.setItem(name, String(value));
  } catch {
    // there is none, or the browser forbids it; nothing here depends on it
  }
}
