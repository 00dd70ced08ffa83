/** The value of a message that installs one module with one artifact (hawkBit's SoftwareUpdatable; kanto: section 5.1). Pure. */
import type { JsonObject } from '../../../server/src/messages.ts';

export interface ModuleToInstall {
  readonly name: string;
  readonly version: string;
  /** Of its artifact: http or https. */
  readonly url: string;
  /** Of the artifact, by their names. */
  readonly checksums?: Readonly<Record<string, string>>;
  /** Bytes of the artifact. */
  readonly size?: number;
}

export function installValue({ name, version, url, checksums, size }: ModuleToInstall): JsonObject {
  const protocol = /^https:/i.test(url) ? 'HTTPS' : 'HTTP';
  return {
    softwareModules: [
      {
        softwareModule: { name, version },
        artifacts: [
          {
            filename: fileName(url),
            download: { [protocol]: { url } },
            ...(checksums && { checksums: { ...checksums } }),
            ...(size !== undefined && { size }),
          },
        ],
      },
    ],
  };
}

/** The last part of the address' path: what the generic daemon stores the file as. */
function fileName(url: string): string {
  const last = URL.canParse(url) ? new URL(url).pathname.split('/').at(-1) : undefined;
  // Anything else could lead out of the folder where the daemon stores it.
  return last && /^[\w.+~-]+$/.test(last) && !/^\.+$/.test(last) ? last : 'artifact';
}
