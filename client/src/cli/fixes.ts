/** Puts manifests right as the editor does: by what has one obvious way. */
import { pathToFileURL } from 'node:url';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { LanguageService } from '../../../server/src/service.ts';
import type { Finding, Fix } from './formats/report.ts';

interface ManifestText {
  readonly text: string;
  readonly format: 'json' | 'yaml';
  readonly file: string;
}

/** More rounds than that mean that fixes undo each other. */
const mostRounds = 10;

/** The text with all put right that has one obvious fix; the same text where there is none. */
export function fixedText(service: LanguageService, manifest: ManifestText): string {
  let { text } = manifest;
  for (let round = 0; round < mostRounds; round++) {
    const next = withOpen(service, { ...manifest, text }, (uri, document) => {
      const whole = { start: { line: 0, character: 0 }, end: document.positionAt(text.length) };
      const [action] = service.codeActions(uri, whole, { only: ['source.fixAll.kanto'], diagnostics: [] });
      return TextDocument.applyEdits(document, action?.edit?.changes?.[uri] ?? []);
    });
    if (next === text) break;
    text = next;
  }
  return text;
}

/** The findings with the fix of each that has one obvious. */
export function withFixes(
  service: LanguageService,
  manifest: ManifestText,
  findings: readonly Finding[],
): readonly Finding[] {
  if (findings.length === 0) return findings;
  return withOpen(service, manifest, (uri) =>
    findings.map((finding) => {
      const fix = fixOf(service, uri, finding);
      return fix ? { ...finding, fix } : finding;
    }),
  );
}

function fixOf(service: LanguageService, uri: string, { code, message, range }: Finding): Fix | undefined {
  const action = service
    .codeActions(uri, range, { only: ['quickfix'], diagnostics: [] })
    .find(
      ({ isPreferred, diagnostics }) =>
        isPreferred && diagnostics?.some((it) => it.code === code && it.message === message),
    );
  const edits = action?.edit?.changes?.[uri];
  return action && edits ? { title: action.title, edits } : undefined;
}

function withOpen<T>(
  service: LanguageService,
  { text, format, file }: ManifestText,
  work: (uri: string, document: TextDocument) => T,
): T {
  const uri = pathToFileURL(file).href;
  const languageId = `kanto-${format}`;
  service.open(uri, languageId, 1, text);
  try {
    return work(uri, TextDocument.create(uri, languageId, 1, text));
  } finally {
    service.close(uri);
  }
}
