/** Findings as workflow commands of GitHub Actions, which shows them beside the lines of a change. */
import type { SeverityName } from '../../../../server/src/messages.ts';
import type { Output } from '../output.ts';
import { portablePath } from './paths.ts';
import type { FileReport, Finding, Reporter } from './report.ts';
import { fileLine, totalsLine } from './text.ts';

const commands: Readonly<Record<SeverityName, string>> = {
  error: 'error',
  warning: 'warning',
  information: 'notice',
  hint: 'notice',
};

/** GitHub shows ten annotations of a kind for each step: lines of the log tell how many there are. */
export function githubReporter(output: Output): Reporter {
  return {
    file(report) {
      for (const finding of report.diagnostics) output.command(annotation(report, finding));
      // A line that began with the name of a file could be a command.
      output.line(`Checked ${fileLine(report)}`);
    },
    end: (totals) => output.line(`Checked ${totalsLine(totals)}`),
  };
}

function annotation(
  { file }: FileReport,
  { code, severity, message, range: { start, end } }: Finding,
): string {
  const properties = {
    file: portablePath(file),
    line: start.line + 1,
    endLine: end.line + 1,
    // Columns are heeded only within one line.
    ...(start.line === end.line && { col: start.character + 1, endColumn: end.character + 1 }),
    title: code,
  };
  const written = Object.entries(properties).map(
    ([name, value]) => `${name}=${escapedProperty(String(value))}`,
  );
  return `::${commands[severity]} ${written.join(',')}::${escapedData(message)}`;
}

/** As the toolkit of GitHub Actions does (actions/toolkit, packages/core, command). */
function escapedData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapedProperty(text: string): string {
  return escapedData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
