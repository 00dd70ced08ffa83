/** The messages of the generic software-update daemon as Go types (software-update: hawkbit/lib_*.go). */
import { type Decoded, flag, int, map, pointer, slice, struct, text } from '../go/decode.ts';

const moduleId = struct('hawkbit.SoftwareModuleID', { name: text(), version: text(), path: text() });

const artifact = struct('hawkbit.SoftwareArtifactAction', {
  filename: text(),
  download: map(pointer(struct('hawkbit.Links', { url: text(), md5url: text() })), 'hawkbit.Protocol'),
  checksums: map(text(), 'hawkbit.Hash'),
  size: int,
});

const moduleAction = struct('hawkbit.SoftwareModuleAction', {
  softwareModule: pointer(moduleId),
  artifacts: slice(pointer(artifact)),
  metaData: map(text()),
});

/** `value` of `install` and `download`. */
export const updateAction = struct('hawkbit.SoftwareUpdateAction', {
  correlationId: text(),
  softwareModules: slice(pointer(moduleAction)),
  weight: int,
  metadata: map(text()),
  forced: flag,
});

export type ModuleId = Decoded<typeof moduleId>;
export type ArtifactAction = Decoded<typeof artifact>;
export type ModuleAction = Decoded<typeof moduleAction>;
export type UpdateAction = Decoded<typeof updateAction>;
