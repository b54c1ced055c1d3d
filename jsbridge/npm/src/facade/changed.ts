// For the wrappers of frameworks, which sit beside this facade and belong to the same release.

/**
 * The name under which an instance tells, without a payload, that its getters may show something else: not every
 * change has an event of its own, logout() has none. No part of EVENT: pages have onCallStatusChanged.
 */
export const CHANGED = '_changed';
