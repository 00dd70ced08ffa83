/** Which documents are manifests or may be, by language and by words. */
import type { languageIds } from '../../../../server/src/messages.ts';

export type LanguageId = (typeof languageIds)[number];
export type Format = 'json' | 'yaml';

const formats: ReadonlyMap<string, Format> = new Map([
  ['kanto-json', 'json'],
  ['kanto-yaml', 'yaml'],
  ['json', 'json'],
  ['jsonc', 'json'],
  ['yaml', 'yaml'],
]);

/** The text format of a language; undefined for a language that is never a manifest. */
export function formatOf(languageId: string): Format | undefined {
  return formats.get(languageId);
}

/** The text format of a file by the end of its name. */
export function formatOfName(path: string): Format | undefined {
  if (/\.jsonc?$/i.test(path)) return 'json';
  return /\.ya?ml$/i.test(path) ? 'yaml' : undefined;
}

/** Its name says that it is a desired state, which holds no software modules. */
export function isNamedDesiredState(path: string): boolean {
  return /\.desired-state\.(jsonc?|ya?ml)$/i.test(path);
}

/** Its name says that it lists software modules, which no desired state does. */
export function isNamedSoftware(path: string): boolean {
  return /\.software-modules\.(jsonc?|ya?ml)$/i.test(path);
}

export function isManifestLanguage(languageId: string): languageId is LanguageId {
  return languageId === 'kanto-json' || languageId === 'kanto-yaml';
}

export function manifestLanguage(format: Format): LanguageId {
  return format === 'json' ? 'kanto-json' : 'kanto-yaml';
}
