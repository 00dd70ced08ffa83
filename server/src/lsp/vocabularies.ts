/** Takes the vocabularies that the client has read, those of its settings; of a configuration file the server asks for them. */
import type { Connection } from 'vscode-languageserver/node';
import { type VocabulariesParams, type VocabulariesResult, vocabulariesRequest } from '../messages.ts';
import { readVocabularies } from '../schema/vocabularies.ts';
import type { EditorSettings } from './effectiveSettings.ts';

export function takeVocabularies(
  connection: Connection,
  apply: (settings: Partial<EditorSettings>) => void,
): void {
  connection.onRequest(
    vocabulariesRequest,
    ({ domains, ofWorkspace }: VocabulariesParams): VocabulariesResult => {
      const { vocabularies, faults } = readVocabularies(textsOf(domains));
      for (const fault of faults) connection.console.warn(fault);
      const named = new Set<unknown>(Array.isArray(ofWorkspace) ? ofWorkspace : []);
      const workspaceDomains = new Map([...vocabularies].filter(([domain]) => named.has(domain)));
      apply({ domains: vocabularies, workspaceDomains });
      return { faults };
    },
  );
}

/** Any client may send anything. */
function textsOf(domains: unknown): Record<string, string> {
  if (typeof domains !== 'object' || domains === null) return {};
  return Object.fromEntries(
    Object.entries(domains).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}
