import { asArray } from '../../text/tree.ts';
import { daemonOf } from '../envelope/target.ts';
import { inMessage } from '../exampleTexts.ts';
import type { ManifestRule } from '../rule.ts';
import { missingSpot, visible } from '../support.ts';

export const modulesMissing: ManifestRule = {
  id: 'software-modules-missing',
  scope: 'manifest',
  severity: 'error',
  summary: 'An install without a software module is answered with 400.',
  *check(manifest) {
    const { softwareModules: list, value, envelope, root } = manifest;
    if (!list || (envelope?.value?.value && !value && envelope.value.value.type !== 'null')) return;
    if (list.node && list.node.type !== 'null' && asArray(list.node)?.items.length !== 0) return;
    const at = visible(list.property?.value) ?? missingSpot(value ?? root, list.property ?? envelope?.value);
    if (daemonOf(manifest) === 'containers')
      yield {
        at,
        message:
          'There is no software module: name at least one in `softwareModules` (or in `software` to remove it). The device answers 400: "there are no SoftwareModules to be installed".',
      };
    else
      yield {
        at,
        severity: 'warning',
        message: 'There is no software module: the device answers 204 and does nothing.',
      };
  },
  examples: [
    { text: inMessage('install', { value: '{correlationId: c, softwareModules: «[]»}' }) },
    {
      severity: 'warning',
      text: inMessage('download', {
        topic: 'edge/device/things/live/messages/download',
        value: '{correlationId: c, softwareModules: «[]»}',
      }),
    },
  ],
};
