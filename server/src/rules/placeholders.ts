/** Words that a script or a person was to replace before sending. */
const placeholder = /\$\{[^{}]*\}|\$[A-Za-z_]\w*|\{\{[^{}]*\}\}|<[A-Za-z][\w -]*>/;

export function hasPlaceholder(text: string): boolean {
  return placeholder.test(text);
}

/** The first placeholder in the text. */
export function placeholderIn(text: string): string | undefined {
  return placeholder.exec(text)?.[0];
}

/** Stands in an imported manifest for a secret of the device: no shell means it, so that it counts everywhere. */
export const importedSecret = '<secret>';
