/** `kanto-manifest import`: a manifest of what a device runs. */
import { access } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Imported } from '../../../server/src/messages.ts';
import type { LanguageService } from '../../../server/src/service.ts';
import { FaultError, fault } from '../errors.ts';
import { importDifference, importNotes } from '../words/importWords.ts';
import { visible } from '../words/visible.ts';
import type { Call } from './call.ts';
import { type ExitStatus, exitStatus } from './exit.ts';
import { tellFailure } from './failure.ts';
import { type Reported, reportedBy, whose } from './inventorySource.ts';
import { jsonLines, writeEnd } from './jsonLines.ts';
import type { Output } from './output.ts';
import { type Ask, isYes } from './terminal.ts';
import { createFile, existingFile } from './userFile.ts';

type ImportCall = Extract<Call, { command: 'import' }>;

/**
 * Where an apply of it would change the device that it is from, somebody has to agree to that first.
 * @returns the exit status
 */
export async function importDevice(
  call: ImportCall,
  service: LanguageService,
  output: Output,
  ask: Ask,
  signal: AbortSignal,
): Promise<ExitStatus> {
  try {
    if (call.output !== undefined) await refuseExisting(call.output);
    const reported = await reportedBy(call.source, service, output, signal);
    const name = nameOf(call, reported);
    const imported = service.importManifest({
      inventory: reported.inventory,
      format: call.format === 'json' ? 'json' : 'yaml',
      source: { device: name, ...(reported.time !== undefined && { time: reported.time }) },
    });
    if ('refused' in imported) throw new FaultError(fault('inventory-malformed', imported.refused));
    tellNotes(call, imported, whose(reported) ?? name, output);
    await agree(call, imported, name, ask);
    await write(call, imported, reported, output);
    if (call.format === 'jsonl') writeEnd(jsonLines(output), exitStatus.done);
    return exitStatus.done;
  } catch (error) {
    // The manifest itself is the result of the other formats.
    return tellFailure(
      error,
      { command: call.command, format: call.format === 'json' ? 'yaml' : call.format },
      output,
    );
  }
}

function nameOf({ source }: ImportCall, { device }: Reported): string {
  if (device !== undefined) return device;
  const file = 'inventory' in source ? source.inventory : '-';
  return file === '-' ? 'standard input' : basename(file);
}

/** UTF-16 code units. A device can report very many domains. */
const longestSummary = 400;

function tellNotes({ format }: ImportCall, imported: Imported, from: string, output: Output): void {
  if (format === 'jsonl') {
    const writeEvent = jsonLines(output);
    for (const note of imported.notes) writeEvent('note', note);
    return;
  }
  output.note(`Imported ${visible(imported.summary, longestSummary)} from ${visible(from)}.`);
  for (const note of importNotes(imported)) output.note(note);
}

async function agree(
  { yes, output }: ImportCall,
  imported: Imported,
  device: string,
  ask: Ask,
): Promise<void> {
  const difference = importDifference(imported, device);
  if (difference === undefined || yes) return;
  const words = `${difference.message}\n${difference.detail}`;
  const what = output === undefined ? 'Print it' : `Write it to ${output}`;
  if (ask === undefined || !isYes(await ask(`${words}\n${what} all the same? [y/N] `)))
    throw new FaultError(fault('not-confirmed', words, unwritten));
}

const unwritten =
  'Nothing was written. Answer yes, or call with --yes, to have it all the same: in YAML, what differs stands in it as comments.';

async function write(
  { format, output: file }: ImportCall,
  { text, summary, plan }: Imported,
  { device, tenant, time }: Reported,
  output: Output,
): Promise<void> {
  if (file !== undefined) await createFile(file, text);
  if (format === 'jsonl')
    jsonLines(output)('manifest', {
      ...(device !== undefined && { device }),
      ...(tenant !== undefined && { tenant }),
      ...(time !== undefined && { reported: new Date(time).toISOString() }),
      summary,
      differs: 'refusal' in plan || plan.plan.differs,
      ...(file === undefined ? { text } : { file }),
    });
  else if (file === undefined) output.lines(text.trimEnd());
  else output.note(`${file} is written.`);
}

/** Told before the device is asked. */
async function refuseExisting(file: string): Promise<void> {
  const isThere = await access(file).then(
    () => true,
    () => false,
  );
  if (isThere) throw existingFile(file);
}
