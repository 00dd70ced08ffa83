/** The reporter of each format of `validate`. */
import { version } from '../../../package.json';
import { githubReporter } from './formats/github.ts';
import { jsonLinesReporter, jsonReporter } from './formats/json.ts';
import { junitReporter } from './formats/junit.ts';
import type { Reporter } from './formats/report.ts';
import { sarifReporter } from './formats/sarif.ts';
import { textReporter } from './formats/text.ts';
import type { Output } from './output.ts';
import { ruleText } from './rulePages.ts';

export const reportFormats = ['text', 'json', 'jsonl', 'sarif', 'github', 'junit'] as const;
export type ReportFormat = (typeof reportFormats)[number];

export function reporterFor(format: ReportFormat, output: Output): Reporter {
  switch (format) {
    case 'text':
      return textReporter(output);
    case 'json':
      return jsonReporter(output);
    case 'jsonl':
      return jsonLinesReporter(output);
    case 'sarif':
      return sarifReporter(output, { version, ruleText });
    case 'github':
      return githubReporter(output);
    case 'junit':
      return junitReporter(output);
  }
}
