// The strictest policy that the package works under.

/** servers are what connect-src allows beside the page's own origin. */
export const strict = (...servers) =>
  `default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; connect-src ${["'self'", ...servers].join(' ')}; img-src 'self'; ` +
  "media-src 'self' blob:; require-trusted-types-for 'script'; trusted-types 'none'";

/** A script that notes what a policy refuses or would refuse, in window.violations; to run before those of the page. */
export const watch = `window.violations = [];
document.addEventListener('securitypolicyviolation', ({ disposition, effectiveDirective, blockedURI, sample }) =>
  window.violations.push([disposition, effectiveDirective, blockedURI, sample].join(' ')))`;

export const violations = (page) => page.evaluate(() => window.violations);
