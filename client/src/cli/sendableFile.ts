/** The manifest that a call sends: read, judged, and refused where it must not be sent. */
import type {
  ManifestDescription,
  Operation,
  SoftwareUpdatableTarget,
} from '../../../server/src/messages.ts';
import type { LanguageService } from '../../../server/src/service.ts';
import { type FaultCode, FaultError, fault } from '../errors.ts';
import { readinessOf } from '../words/readiness.ts';
import { describeFile } from './manifestFile.ts';

interface Sendable {
  readonly operation: Operation;
  /** Of several manifests in the file, counted from 1. */
  readonly document?: number;
  /** The daemon that gets software modules, where the call says it. */
  readonly target?: SoftwareUpdatableTarget;
  /** Although it has errors. */
  readonly sendAnyway: boolean;
}

/** @throws FaultError for what must not be sent. */
export async function readSendable(
  call: Sendable,
  file: string,
  service: LanguageService,
  signal: AbortSignal,
): Promise<ManifestDescription> {
  const manifest = await describeFile(service, file, {
    signal,
    number: call.document,
    target: call.target,
  });
  if (call.document !== undefined && manifest.kind === undefined && manifest.content === undefined) {
    const damage = manifest.problems.find(({ severity }) => severity === 'error');
    if (damage === undefined)
      throw refusal('manifest-refused', `${file} holds no manifest of the number ${call.document}.`);
  }
  const readiness = readinessOf(manifest, file);
  if (readiness.kind === 'refused') throw refusal('manifest-refused', readiness.reason);
  if (readiness.operation !== call.operation) {
    throw refusal(
      'other-operation',
      `${file} describes ${readiness.operation}, not ${call.operation}.`,
      `Nothing was sent. Use "kanto-manifest ${readiness.operation}" for it.`,
    );
  }
  if (readiness.kind === 'faulty' && !call.sendAnyway) {
    throw refusal('manifest-has-errors', `${readiness.question}\n${readiness.detail}`);
  }
  return manifest;
}

function refusal(code: FaultCode, message: string, advice?: string): FaultError {
  return new FaultError(fault(code, message, advice));
}
