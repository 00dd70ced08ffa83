import type { Diagnostic } from 'vscode-languageserver-types';
import type { ManifestDocument } from '../../manifest/document.ts';
import type { NameReader } from '../../manifest/names.ts';
import type { DocumentProblem } from '../../manifest/problems.ts';

/** How problems are found and shown: of the document, and of the document with edits made. */
export interface Judging {
  problemsOf(document: ManifestDocument): readonly DocumentProblem[];
  diagnosticOf(document: ManifestDocument, problem: DocumentProblem): Diagnostic;
  readonly names: NameReader;
}
