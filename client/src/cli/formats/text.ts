/** Findings for people at a terminal, one a line, as compilers write them. */
import { count } from '../../words/words.ts';
import type { Output } from '../output.ts';
import { type FileReport, numberOf, type Reporter, type Totals } from './report.ts';

export function textReporter(output: Output): Reporter {
  return {
    file(report) {
      for (const line of [...findingLines(report), fileLine(report)]) output.line(line);
    },
    end(totals) {
      if (totals.files > 1) output.line(totalsLine(totals));
    },
  };
}

function findingLines({ file, diagnostics }: FileReport): string[] {
  return diagnostics.map(({ code, severity, message, range }) => {
    const place = `${file}:${range.start.line + 1}:${range.start.character + 1}`;
    return `${place}: ${severity}: ${message} [${code}]`;
  });
}

export function fileLine(report: FileReport): string {
  const { file, kind } = report;
  return `${file}: ${kind ?? 'no manifest'}: ${numbers(report)}`;
}

function numbers(report: FileReport): string {
  return `${count(numberOf(report, 'error'), 'error')}, ${count(numberOf(report, 'warning'), 'warning')}`;
}

export function totalsLine({ files, errors, warnings }: Totals): string {
  return `${count(files, 'file')}: ${count(errors, 'error')}, ${count(warnings, 'warning')}`;
}
