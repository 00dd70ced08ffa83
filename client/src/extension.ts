/** Composition root of the extension. */
export function activate(): void {}
