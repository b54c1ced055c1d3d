// For the wrappers, which lie beside this facade and belong to the same release.

/**
 * An event without a payload: the getters may show something else now. Not every change has an event of its own;
 * logout() does not. It is not in EVENT, because pages have onCallStatusChanged.
 */
export const CHANGED = '_changed';
