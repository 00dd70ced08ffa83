/** `kanto-manifest validate`: what the editor would show, for scripts and pipelines. */
import { dirname } from 'node:path';
import { faultOf } from '../errors.ts';
import { count } from '../words/words.ts';
import type { Call } from './call.ts';
import { type Configured, createConfigurations } from './configuration.ts';
import { meantFiles } from './files.ts';
import { fixedText, withFixes } from './fixes.ts';
import { exceedsWarnings, type FileReport, failure, isFailed, numberOf, reportOf } from './formats/report.ts';
import { readManifestFile } from './manifestFile.ts';
import type { Output } from './output.ts';
import { reporterFor } from './reporters.ts';
import { replaceFile } from './userFile.ts';

type ValidateCall = Extract<Call, { command: 'validate' }>;

/**
 * @returns the exit status: 0 no errors and no more warnings than wanted, 1 otherwise, 2 where the configuration is wrong
 * and nothing was checked.
 */
export async function validate(call: ValidateCall, output: Output): Promise<number> {
  const configured = createConfigurations(call.configuration);
  const checking: Checking = { call, output, configured };
  const reporter = reporterFor(call.format, output);
  let [files, errors, warnings] = [0, 0, 0];
  const tell = (report: FileReport) => {
    files += 1;
    errors += numberOf(report, 'error');
    warnings += numberOf(report, 'warning');
    reporter.file(report);
  };
  try {
    const meant = await meantFiles(call.files, configured);
    for (const { file, why } of meant.empty)
      tell({ file, kind: null, diagnostics: [failure('no-file', why)] });
    for (const file of meant.files) tell(await check(file, checking));
  } catch (error) {
    const { code, message, advice } = faultOf(error, 'unexpected');
    if (code !== 'configuration-malformed') throw error;
    output.note(`${message}\n${advice}`);
    return 2;
  }
  const { maxWarnings } = call;
  const totals = { files, errors, warnings, ...(maxWarnings !== undefined && { maxWarnings }) };
  await reporter.end(totals);
  if (exceedsWarnings(totals))
    output.note(`${count(warnings, 'warning')}, and --max-warnings allows ${maxWarnings}.`);
  return isFailed(totals) ? 1 : 0;
}

interface Checking {
  readonly call: ValidateCall;
  readonly output: Output;
  configured(folder: string): Promise<Configured>;
}

async function check(file: string, { call, output, configured }: Checking): Promise<FileReport> {
  const name = file === '-' ? (call.stdinName ?? file) : file;
  const { service } = await configured(dirname(name));
  try {
    const read = await readManifestFile(file, { name });
    const fixed = call.fix === undefined ? read.text : fixedText(service, read);
    if (fixed !== read.text) {
      if (call.fix === 'write') await replaceFile(file, fixed, read.text);
      output.note(`${name}: ${call.fix === 'write' ? 'put right' : 'would be put right'}.`);
    }
    const manifest = { ...read, text: fixed };
    const report = reportOf(name, service.describe(manifest));
    return call.format === 'sarif'
      ? { ...report, diagnostics: withFixes(service, manifest, report.diagnostics) }
      : report;
  } catch (error) {
    const { code, message, advice } = faultOf(error, 'unexpected');
    return { file: name, kind: null, diagnostics: [failure(code, `${message} ${advice}`)] };
  }
}
