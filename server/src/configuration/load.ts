/** What a configuration file means for the manifests that it holds for, with the vocabularies that it names. */
import { t } from '@vscode/l10n';
import type { RuleLevels } from '../rules/levels.ts';
import { type DomainVocabulary, readVocabulary, type Vocabularies } from '../schema/vocabularies.ts';
import { type ConfigurationFault, readConfiguration } from './configuration.ts';

export interface LoadedConfiguration {
  readonly rules: RuleLevels;
  readonly domains: Vocabularies;
  /** More files that are manifests, relative to the folder of the configuration. */
  readonly globs: readonly string[];
  /** The files of vocabularies that it names and that may be read, as it names them. */
  readonly files: readonly string[];
  /** What of it does not count, and why, in order of the text. */
  readonly faults: readonly ConfigurationFault[];
}

/** The text of a file, or why there is none, as the end of a sentence: `… does not exist`. */
type NamedText = { readonly text: string } | { readonly why: string };

export interface LoadOptions {
  /** Reads a file that the configuration names, as it names it. */
  readonly read: (file: string) => Promise<NamedText>;
  /**
   * A file that was found, and not named by anybody, reads only what lies beside it or below: who opens a folder of
   * others does not want it to reach for the rest of the machine.
   */
  readonly found: boolean;
  /** See {@link readConfiguration}. */
  readonly amongOthers?: boolean;
}

/** Never throws. */
export async function loadConfiguration(
  text: string,
  { read, found, amongOthers = false }: LoadOptions,
): Promise<LoadedConfiguration> {
  const { configuration, faults } = readConfiguration(text, amongOthers);
  const { rules, globs } = configuration;
  const named = [...configuration.domains].map(([domain, it]) => ({
    domain,
    ...it,
    isMeant: !found || isBelow(it.file),
  }));
  const loaded = await Promise.all(
    named.map(async ({ domain, file, range, isMeant }) => {
      const content = isMeant ? await read(file) : { why: t('lies outside of the folder of this file') };
      return { domain, file, range, vocabulary: vocabularyOf(domain, content) };
    }),
  );
  const domains = new Map<string, DomainVocabulary>();
  const unused: ConfigurationFault[] = [];
  for (const { domain, file, range, vocabulary } of loaded)
    if ('why' in vocabulary)
      unused.push({
        message: t('The vocabulary of the domain "{0}" is not used: {1} {2}.', domain, file, vocabulary.why),
        range,
      });
    else domains.set(domain, vocabulary.vocabulary);
  return {
    rules,
    domains,
    globs,
    files: named.filter(({ isMeant }) => isMeant).map(({ file }) => file),
    faults: [...faults, ...unused].sort(inOrder),
  };
}

function vocabularyOf(
  domain: string,
  content: NamedText,
): { readonly vocabulary: DomainVocabulary } | { readonly why: string } {
  if ('why' in content) return content;
  const read = readVocabulary(domain, content.text);
  return typeof read === 'string' ? { why: `– ${read}` } : { vocabulary: read };
}

/** Is it written as a file in the same folder or below, on every system? */
function isBelow(file: string): boolean {
  if (/^(?:[/\\~]|[a-z]:)/i.test(file)) return false;
  let depth = 0;
  for (const part of file.split(/[/\\]/)) {
    if (part === '..') depth--;
    else if (part !== '' && part !== '.') depth++;
    if (depth < 0) return false;
  }
  return true;
}

function inOrder({ range: { start: a } }: ConfigurationFault, { range: { start: b } }: ConfigurationFault) {
  return a.line - b.line || a.character - b.character;
}
