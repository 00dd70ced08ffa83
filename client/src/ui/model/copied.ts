/** What the copy commands of the tree Devices put into the clipboard. Pure. */

import type { ConnectionProfile } from '../../connections/profile.ts';
import type { InstalledComponent } from '../../devices/device.ts';
import { commandTopic } from '../../protocol/topics.ts';

/** `<domain>:<id>`, as baselines and feedback name a component; software of SoftwareUpdatable has no domain. */
export function componentName({ domain, id }: InstalledComponent): string {
  return domain === '' ? id : `${domain}:${id}`;
}

/** Where an apply to the device is published. `auto` begins with the form of a gateway. */
export function applyTopic(profile: ConnectionProfile, device: string): string {
  if (profile.mode === 'direct') return `${profile.prefix ?? ''}/desiredstate`;
  const form = profile.addressing === 'auto' ? 'gateway' : profile.addressing;
  return commandTopic(form, { thing: device, root: true, requestId: '<request id>', operation: 'apply' });
}
