/** A run as it may be shown and handed on: what is secret in it by its name, its shape, or since it was sent, is masked. */
import type { JsonValue } from '../../../server/src/messages.ts';
import { maskedJson } from '../devices/masking.ts';
import { SentSecrets } from '../protocol/sentSecrets.ts';
import type { UpdateRun } from '../updates/run.ts';

/** Masks values that belong to the run, in whatever they stand. */
export function maskOf({ envelope, manifest, before }: UpdateRun): (value: JsonValue) => JsonValue {
  const secrets = new SentSecrets();
  secrets.remember('payload' in envelope ? envelope.payload : envelope.value);
  secrets.remember(manifest.content);
  secrets.remember(before?.inventory);
  return (value) => secrets.maskedValue(maskedJson(value));
}

/** The author's manifest as it was sent, indented, without its secrets. */
export function maskedManifest(run: UpdateRun): string {
  return JSON.stringify(maskOf(run)(run.manifest.content ?? null), undefined, 2);
}
