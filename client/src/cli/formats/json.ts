/** Findings for programs: one array at the end, or a line of JSON for each event as it happens. */
import type { Output } from '../output.ts';
import { type FileReport, type Finding, numberOf, type Reporter } from './report.ts';

export function jsonReporter(output: Output): Reporter {
  const files: unknown[] = [];
  return {
    file({ file, kind, diagnostics }) {
      files.push({ file, kind, diagnostics: diagnostics.map(publicFinding) });
    },
    end() {
      output.json(files);
    },
  };
}

/**
 * JSON Lines: `finding` for each of them, `file` at the end of each file, `summary` at the end of all. Each has the name
 * of its event in `event`.
 */
export function jsonLinesReporter(output: Output): Reporter {
  const write = (event: string, content: object) => output.line(JSON.stringify({ event, ...content }));
  return {
    file(report) {
      const { file, kind, diagnostics } = report;
      for (const finding of diagnostics) write('finding', { file, ...publicFinding(finding) });
      write('file', { file, kind, ...numbers(report) });
    },
    end({ files, errors, warnings }) {
      write('summary', { files, errors, warnings });
    },
  };
}

function publicFinding({ code, severity, message, range }: Finding) {
  return { code, severity, message, range };
}

function numbers(report: FileReport) {
  return { errors: numberOf(report, 'error'), warnings: numberOf(report, 'warning') };
}
