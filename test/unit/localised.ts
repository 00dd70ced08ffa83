/** `package.json` as VS Code shows it: with the texts of a language in place of their keys. */
import { readFileSync } from 'node:fs';

/** English, which is what stands where a language is missing, and the languages it is translated to. */
export const languages = ['en', 'de'] as const;
export type Language = (typeof languages)[number];

/** @returns the texts of a language by their keys. */
export function texts(language: Language): Readonly<Record<string, string>> {
  return JSON.parse(readFileSync(`package.nls${language === 'en' ? '' : `.${language}`}.json`, 'utf8'));
}

/** @returns `package.json` as text, where each `%key%` is replaced. */
export function localised(language: Language): string {
  const known = texts(language);
  return readFileSync('package.json', 'utf8').replaceAll(
    /"%([^%"]+)%"/g,
    (reference, key: string) => JSON.stringify(known[key]) ?? reference,
  );
}
