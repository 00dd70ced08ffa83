/** What the schemas say, in the language of the user. */
import { t as translated } from '@vscode/l10n';

/**
 * The text of a schema translated, itself where there is no translation. `npm run l10n` takes the titles and descriptions
 * of the folder `schemas` into the bundles, beside the literals that `t` is called with.
 */
export function schemaText(text: string): string {
  return translated(text);
}
