/** The artifact of a container: downloaded, checked, read (container-management: containerm/things/features_rollouts_util.go). */
import { BrokenOff, digest, type FetchArtifact, type HashName, hashes, wholeBody } from '../artifacts.ts';
import type { Process } from '../daemon.ts';
import { type Container, ContainerError } from './container.ts';
import { emptyHostConfig, fillDefaults } from './defaults.ts';
import { readDescriptor } from './descriptor.ts';
import type { ArtifactAction } from './softwareActions.ts';
import { validateContainer } from './validation.ts';

export interface ArtifactContext {
  readonly process: Process;
  readonly fetchArtifact: FetchArtifact;
  readonly newId: () => string;
}

/** What the device gives up an operation with. */
export class OperationFault extends Error {
  constructor(
    message: string,
    readonly rejected = false,
  ) {
    super(message);
  }
}

/** What a module or a removal did to the daemon inside a guarded part: reported, not died of. */
const runtimeError = 'internal runtime error';

/**
 * The container that an artifact describes; of one that is not on this machine, a container of the image `instead`.
 * @throws OperationFault
 */
export async function containerOf(
  artifact: ArtifactAction | null,
  instead: string,
  { process, newId, fetchArtifact }: ArtifactContext,
): Promise<Container> {
  const links = artifact?.download?.get('HTTP') ?? artifact?.download?.get('HTTPS');
  if (artifact === null || links == null) throw new OperationFault(runtimeError);
  const fetched = await fetchArtifact(links.url);
  if (fetched.kind === 'failed') throw new OperationFault(fetched.reason);
  if (fetched.kind === 'elsewhere') {
    process.log(
      `${links.url} is not on this machine: taken as downloaded, a container of ${instead} instead.`,
    );
  }
  const body = fetched.kind === 'content' ? await wholeBody(fetched.body) : undefined;
  checkHash(body, artifact.checksums ?? new Map());
  const container =
    body === undefined ? unknownContainer(instead) : readDescriptor(Buffer.from(body).toString('utf8'));
  try {
    const filled = fillDefaults(container, newId);
    validateContainer(filled);
    return filled;
  } catch (error) {
    throw new OperationFault(operationFault(error).message, true);
  }
}

/** The first of MD5, SHA1, SHA256 that is given is the only one looked at. */
function checkHash(body: Uint8Array | undefined, checksums: ReadonlyMap<string, string>): void {
  const names: readonly HashName[] = ['MD5', 'SHA1', 'SHA256'];
  const name = names.find((candidate) => (checksums.get(candidate) ?? '') !== '');
  if (name === undefined) return;
  const hash = (checksums.get(name) ?? '').trim();
  const bytes = hashes[name];
  // hex.Decode runs over the end of its buffer before it sees anything wrong further on.
  const readable = /^(?:[0-9a-fA-F]{2})*/.exec(hash)?.[0].length ?? 0;
  if (readable / 2 > bytes) throw new OperationFault(runtimeError);
  if (readable !== hash.length) {
    const reason = `the provided input hash is either invalid, not a hex string or the length exceeds ${bytes} bytes`;
    throw new OperationFault(reason, true);
  }
  // A short hash is filled up with zeros.
  const wanted = hash.toLowerCase().padEnd(bytes * 2, '0');
  if (body !== undefined && digest(name, body) !== wanted) {
    throw new OperationFault(`${name.toLowerCase()} checksum does not match`, true);
  }
}

/** What stands for an artifact that cannot be seen. */
function unknownContainer(image: string): Container {
  return {
    id: '',
    name: '',
    image: { name: image },
    domainName: '',
    hostName: '',
    mounts: null,
    config: null,
    hostConfig: emptyHostConfig(),
    ioConfig: null,
    state: null,
    created: '',
    startedSuccessfullyBefore: false,
  };
}

/** The fault of an operation; a fault of the simulation goes on. */
export function operationFault(error: unknown): OperationFault {
  if (error instanceof OperationFault) return error;
  if (error instanceof ContainerError || error instanceof BrokenOff) return new OperationFault(error.message);
  throw error;
}
