/** `kanto-manifest convert`: a manifest in another text format or another form, on standard output. */
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { Position } from 'vscode-languageserver-types';
import type { LanguageService } from '../../../server/src/service.ts';
import { FaultError, fault, faultOf } from '../errors.ts';
import type { Call } from './call.ts';
import { configuredService } from './configuration.ts';
import { readManifestFile } from './manifestFile.ts';
import type { Output } from './output.ts';

type ConvertCall = Extract<Call, { command: 'convert' }>;
type Manifest = Awaited<ReturnType<typeof readManifestFile>>;

/**
 * @returns the exit status: 0 converted, 2 where the configuration is wrong, 1 otherwise; then there is nothing on
 * standard output.
 */
export async function convert(call: ConvertCall, output: Output): Promise<number> {
  try {
    const service = await configuredService(call.configuration, call.file);
    const manifest = await readManifestFile(call.file);
    const { text, notes } = converted(call, service, manifest);
    output.text(text);
    for (const note of notes) output.note(note);
    if (service.describe(manifest).kind === undefined)
      output.note(
        `${call.file === '-' ? 'Standard input' : call.file} is no manifest for Kanto: it was converted as any other text.`,
      );
    return 0;
  } catch (error) {
    const { code, message, advice } = faultOf(error, 'unexpected');
    output.note(`${message}\n${advice}`);
    return code === 'configuration-malformed' ? 2 : 1;
  }
}

interface Result {
  readonly text: string;
  readonly notes: readonly string[];
}

function converted(call: ConvertCall, service: LanguageService, manifest: Manifest): Result {
  const reshaped = reshape(call, service, manifest);
  const { to } = call;
  if (to === undefined || to === manifest.format) return reshaped;
  const changed = { ...manifest, text: reshaped.text };
  const result = service.convert({ manifest: changed, to, ...placeOf(call, service, changed) });
  if ('refused' in result) throw refusal(call, result.refused);
  return { text: result.text, notes: [...reshaped.notes, ...result.notes] };
}

/** In the other form, in the same text format; comments stay. */
function reshape(call: ConvertCall, service: LanguageService, manifest: Manifest): Result {
  const { form, device } = call;
  const place = placeOf(call, service, manifest);
  if (form === undefined) return { text: manifest.text, notes: [] };
  const result = service.reshape({ manifest, to: form, ...(device !== undefined && { device }), ...place });
  if ('refused' in result) throw refusal(call, result.refused);
  if (result.needsDevice)
    throw new FaultError(
      fault(
        'conversion-refused',
        `${call.file} does not say whom the envelope is for.`,
        'Name the device with --device namespace:name.',
      ),
    );
  const document = TextDocument.create('', '', 0, manifest.text);
  return { text: TextDocument.applyEdits(document, [...result.edits]), notes: result.notes };
}

/** Of several manifests in a text the one that the call means. */
function placeOf(
  { file, document: number }: ConvertCall,
  service: LanguageService,
  manifest: Manifest,
): { position?: Position } {
  const { kind, manifests, problems } = service.describe(manifest);
  const unread = problems.find(({ code }) => code === 'syntax-refused');
  if (unread) throw new FaultError(fault('conversion-refused', `${file}: ${unread.message}`));
  const all = manifests?.length ?? (kind === undefined ? 0 : 1);
  if (number === undefined && all > 1)
    throw new FaultError(
      fault(
        'conversion-refused',
        `${file} holds ${all} manifests.`,
        'Say which one is meant, with --document N.',
      ),
    );
  if (number !== undefined && number > all)
    throw new FaultError(
      fault('conversion-refused', `${file} holds no manifest of the number ${number}.`, 'Count them from 1.'),
    );
  const position = manifests?.[(number ?? 1) - 1]?.range.start;
  return position ? { position } : {};
}

function refusal({ file }: ConvertCall, why: string): FaultError {
  return new FaultError(fault('conversion-refused', `${file}: ${why}`));
}
