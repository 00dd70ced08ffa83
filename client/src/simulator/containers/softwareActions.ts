/**
 * Commands of SoftwareUpdatable on the containers' thing as Go types, and what is refused at once
 * (container-management: rollouts/api/datatypes, containerm/things/features_rollouts_util.go).
 */
import { Panic } from '../daemon.ts';
import { type Decoded, flag, int, map, pointer, slice, struct, text, uint64 } from '../go/decode.ts';

const softwareModuleId = struct('datatypes.SoftwareModuleID', { name: text(), version: text() });

const artifactAction = struct('datatypes.SoftwareArtifactAction', {
  filename: text(),
  download: map(pointer(struct('datatypes.Links', { url: text(), md5url: text() })), 'datatypes.Protocol'),
  checksums: map(text(), 'datatypes.Hash'),
  size: uint64,
});

const moduleAction = struct('datatypes.SoftwareModuleAction', {
  softwareModule: pointer(softwareModuleId),
  artifacts: slice(pointer(artifactAction)),
  metadata: map(text()),
});

const common = { correlationId: text(), weight: int, metadata: map(text()), forced: flag };

/** `value` of `install`. */
export const updateActionType = struct('datatypes.UpdateAction', {
  ...common,
  softwareModules: slice(pointer(moduleAction)),
});

const dependency = struct('datatypes.DependencyDescription', {
  group: text(),
  name: text(),
  version: text(),
  type: text(),
});

/** `value` of `remove`. */
export const removeActionType = struct('datatypes.RemoveAction', {
  ...common,
  software: slice(pointer(dependency)),
});

export type SoftwareModuleId = Decoded<typeof softwareModuleId>;
export type UpdateAction = Decoded<typeof updateActionType>;
export type RemoveAction = Decoded<typeof removeActionType>;
export type ArtifactAction = Decoded<typeof artifactAction>;
export type Dependency = Decoded<typeof dependency>;

/** Why `install` is refused at once. @throws Panic where a module or its name is missing */
export function installFault(action: UpdateAction): string | undefined {
  const modules = action.softwareModules ?? [];
  if (modules.length === 0) return 'there are no SoftwareModules to be installed';
  for (const module of modules) {
    if (module === null) throw new Panic('a null in "softwareModules" (nil dereference).');
    if ((module.artifacts ?? []).length > 0) continue;
    const id = module.softwareModule;
    if (id === null) throw new Panic('a module without "softwareModule" (nil dereference).');
    return `there are no SoftwareArtifacts referenced for SoftwareModule [Name.version] = [${id.name}.${id.version}]`;
  }
  return undefined;
}

/** Why `remove` is refused at once. */
export function removeFault({ software }: RemoveAction): string | undefined {
  return (software ?? []).length === 0 ? 'there are no DependencyDescriptions to be removed' : undefined;
}
