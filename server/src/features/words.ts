/** What depends on the vocabularies that hold for a document: what is wrong with it, what is said of its fields. */
import type { ManifestReader } from '../manifest/model.ts';
import { type Checker, createChecker } from '../rules/check.ts';
import { createSchemaLookup, type SchemaLookup } from '../schema/lookup.ts';
import type { Vocabularies } from '../schema/vocabularies.ts';
import { createTokenReader, type TokenReader } from './semanticTokens.ts';

export interface Words {
  readonly checker: Checker;
  readonly lookup: SchemaLookup;
  readonly tokens: TokenReader;
}

/** Made once for the same vocabularies, of which each keeps what it has found; none: those that are built in alone. */
export function createWordsReader(read: ManifestReader): (vocabularies?: Vocabularies) => Words {
  const known = new WeakMap<Vocabularies, Words>();
  const none: Vocabularies = new Map();
  return (vocabularies = none) => {
    const words = known.get(vocabularies) ?? make(vocabularies, read);
    known.set(vocabularies, words);
    return words;
  };
}

function make(vocabularies: Vocabularies, read: ManifestReader): Words {
  const lookup = createSchemaLookup(new Map([...vocabularies].map(([id, { words }]) => [id, words])));
  return { checker: createChecker(vocabularies), lookup, tokens: createTokenReader(read, lookup) };
}
