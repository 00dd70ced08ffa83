/** `kanto-manifest validate`: what the editor would show, for scripts and pipelines. */
import { describeKind, type ManifestDescription, type Problem } from '../../../server/src/messages.ts';
import type { LanguageService } from '../../../server/src/service.ts';
import { faultOf } from '../errors.ts';
import { count } from '../words/words.ts';
import type { Format } from './call.ts';
import { describeFile } from './manifestFile.ts';
import type { Output } from './output.ts';

interface FileReport {
  readonly file: string;
  /** `apply envelope`, `install value`, …; null where the text is no Kanto manifest. */
  readonly kind: string | null;
  readonly diagnostics: readonly Pick<Problem, 'code' | 'severity' | 'message' | 'range'>[];
}

const start = { line: 0, character: 0 };

/** @returns the exit status: 0 no errors, 1 errors. */
export async function validate(
  service: LanguageService,
  files: readonly string[],
  format: Format,
  output: Output,
): Promise<number> {
  const reports: FileReport[] = [];
  for (const file of files) reports.push(await report(service, file));

  if (format === 'json') output.line(JSON.stringify(reports, null, 2));
  else for (const line of reports.flatMap(reportLines)) output.line(line);
  return reports.some((it) => it.diagnostics.some((diagnostic) => diagnostic.severity === 'error')) ? 1 : 0;
}

async function report(service: LanguageService, file: string): Promise<FileReport> {
  try {
    return { file, ...summarize(await describeFile(service, file)) };
  } catch (error) {
    const { code, message, advice } = faultOf(error, 'unexpected');
    return { file, kind: null, diagnostics: [failure(code, `${message} ${advice}`)] };
  }
}

function summarize(description: ManifestDescription): Omit<FileReport, 'file'> {
  const diagnostics = description.problems.map(({ code, severity, message, range }) => ({
    code,
    severity,
    message,
    range,
  }));
  if (description.kind !== undefined) return { kind: describeKind(description.kind), diagnostics };
  // A pipeline that checks a file wants to hear that nothing was checked, and why.
  const refusals = diagnostics.filter((it) => it.code === refusedCode);
  const errors = diagnostics.filter((it) => it.severity === 'error');
  const found = [...errors, ...refusals.map((it) => ({ ...it, severity: 'error' as const }))];
  return { kind: null, diagnostics: found.length > 0 ? found : [unknownDocument] };
}

function failure(code: string, message: string): FileReport['diagnostics'][number] {
  return { code, severity: 'error', message, range: { start, end: start } };
}

/** The text was not read: too long, too deep. */
const refusedCode = 'syntax-refused';

const unknownDocument = failure(
  'unknown-document',
  'This is no Kanto manifest: neither a desired state (domains), nor a list of software modules or software, nor a Ditto message around one.',
);

function reportLines({ file, kind, diagnostics }: FileReport): string[] {
  const lines = diagnostics.map(({ code, severity, message, range }) => {
    const place = `${file}:${range.start.line + 1}:${range.start.character + 1}`;
    return `${place}: ${severity}: ${message} [${code}]`;
  });
  const number = (name: string) => count(diagnostics.filter((it) => it.severity === name).length, name);
  return [...lines, `${file}: ${kind ?? 'no manifest'}: ${number('error')}, ${number('warning')}`];
}
