/**
 * Findings as a SARIF log (Static Analysis Results Interchange Format 2.1.0, OASIS), which code scanning of GitHub,
 * GitLab, Azure DevOps and editors take.
 */
import { pathToFileURL } from 'node:url';
import type { Log, Region, ReportingDescriptor, Result, Fix as SarifFix } from 'sarif';
import type { SeverityName } from '../../../../server/src/messages.ts';
import type { Output } from '../output.ts';
import { portablePath } from './paths.ts';
import { type FileReport, type Finding, isFailed, type Reporter, type Totals } from './report.ts';

/** What is told of a rule beside its findings. */
export interface RuleText {
  readonly severity: SeverityName;
  /** One sentence. */
  readonly summary: string;
  /** Its page, as Markdown; absent where it has none. It goes into the log whole: a file's address would lead nowhere there. */
  readonly page?: string;
}

export interface SarifSources {
  readonly version: string;
  ruleText(code: string): Promise<RuleText | undefined>;
}

const schema = 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json';

/** The working folder, which results are relative to. */
const root = 'SRCROOT';

export function sarifReporter(output: Output, sources: SarifSources): Reporter {
  const reports: FileReport[] = [];
  return {
    file: (report) => {
      reports.push(report);
    },
    async end(totals) {
      output.json(await logOf(reports, totals, sources));
    },
  };
}

async function logOf(
  reports: readonly FileReport[],
  totals: Totals,
  { version, ruleText }: SarifSources,
): Promise<Log> {
  const codes = [
    ...new Set(reports.flatMap(({ diagnostics }) => diagnostics.map(({ code }) => code))),
  ].sort();
  const rules = await Promise.all(codes.map(async (code) => descriptor(code, await ruleText(code))));
  return {
    $schema: schema,
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'kanto-manifest', semanticVersion: version, rules } },
        columnKind: 'utf16CodeUnits',
        originalUriBaseIds: { [root]: { uri: `${pathToFileURL(process.cwd()).href}/` } },
        invocations: [{ executionSuccessful: true, exitCode: isFailed(totals) ? 1 : 0 }],
        results: reports.flatMap((report) =>
          report.diagnostics.map((finding) => resultOf(report, finding, codes.indexOf(finding.code))),
        ),
      },
    ],
  };
}

const levels = { error: 'error', warning: 'warning', information: 'note', hint: 'note' } as const;

function descriptor(id: string, text: RuleText | undefined): ReportingDescriptor {
  if (text === undefined) return { id };
  const { severity, summary, page } = text;
  return {
    id,
    shortDescription: { text: summary },
    defaultConfiguration: { level: levels[severity] },
    ...(page && { help: { text: summary, markdown: page } }),
  };
}

function resultOf(
  { file }: FileReport,
  { code, severity, message, range, fix }: Finding,
  ruleIndex: number,
): Result {
  const artifactLocation = locationOf(file);
  return {
    ruleId: code,
    ruleIndex,
    level: levels[severity],
    message: { text: message },
    locations: [{ physicalLocation: { artifactLocation, region: regionOf(range) } }],
    ...(fix && { fixes: [fixOf(fix, artifactLocation)] }),
  };
}

function fixOf({ title, edits }: NonNullable<Finding['fix']>, artifactLocation: { uri: string }): SarifFix {
  return {
    description: { text: title },
    artifactChanges: [
      {
        artifactLocation,
        replacements: edits.map(({ range, newText }) => ({
          deletedRegion: regionOf(range),
          ...(newText !== '' && { insertedContent: { text: newText } }),
        })),
      },
    ],
  };
}

/** A URI reference: below the working folder relative to it, elsewhere whole. */
function locationOf(file: string): { uri: string; uriBaseId?: string } {
  const path = portablePath(file);
  if (/^(\/|[A-Za-z]:)/.test(path)) return { uri: pathToFileURL(path).href };
  return { uri: path.split('/').map(encodeURIComponent).join('/'), uriBaseId: root };
}

/** From zero, the end outside, to from one, the end outside too. */
function regionOf({ start, end }: Finding['range']): Region {
  return {
    startLine: start.line + 1,
    startColumn: start.character + 1,
    endLine: end.line + 1,
    endColumn: end.character + 1,
  };
}
