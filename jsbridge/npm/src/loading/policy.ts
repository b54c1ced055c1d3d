// What the page's Content-Security-Policy forbids. Browsers fire an event, which is reliable and the same everywhere,
// unlike the words of an exception. Policies that only report forbid nothing.

export interface Policy {
  /** Whether it has forbidden an address, or 'wasm-eval'. The event comes in a task of its own, after the failure. */
  forbids(what: string): Promise<boolean>;
  end(): void;
}

const EVENT = 'securitypolicyviolation';

export function watchPolicy(): Policy {
  const page = globalThis.document as Document | undefined;
  const forbidden: string[] = [];
  const note = ({ disposition, blockedURI }: SecurityPolicyViolationEvent) => {
    if (disposition === 'enforce') {
      forbidden.push(blockedURI);
    }
  };
  page?.addEventListener(EVENT, note);
  return {
    forbids: (what) => new Promise((resolve) => setTimeout(() => resolve(forbidden.includes(what)))),
    end: () => page?.removeEventListener(EVENT, note),
  };
}
