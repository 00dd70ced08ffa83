/**
 * The name by which the device's decoder knows a field: it compares without regard to letter case, and takes two signs
 * beyond ASCII for letters, the long s and the sign for kelvin (Go `encoding/json`, fold.go).
 */
export function foldedName(name: string): string {
  const lower = name.toLowerCase();
  return lower.includes('\u017f') ? lower.replaceAll('\u017f', 's') : lower;
}
