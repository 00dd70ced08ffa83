/** The kinds of commands, and the faults that each can have. */
import type { Operation, SoftwareUpdatableTarget } from '../../../../server/src/messages.ts';
import { applyFaults, desiredStateFaults } from './desiredStateFaults.ts';
import { envelopeFaults, topicThing } from './envelopeFaults.ts';
import type { Ground } from './planting.ts';
import {
  commandFaults,
  containerModulesFaults,
  genericInstallFaults,
  genericModulesFaults,
  modulesFaults,
  removeCommandFaults,
  removeFaults,
} from './softwareFaults.ts';
import { textFaults } from './textFaults.ts';
import { validApply, validInstall, validRemove } from './validMessages.ts';

export interface PlantedKind extends Ground {
  readonly name: string;
  readonly operation: Operation;
  /** Whose thing it is for, where a topic that is broken does not say so. */
  readonly target?: SoftwareUpdatableTarget;
}

const device = 'edge/device';
const containers = `${device}:edge:containers`;
const toDevice = [...envelopeFaults(device), ...textFaults];
const toContainers = [...envelopeFaults(containers), ...textFaults];

export const plantedApply: PlantedKind = {
  name: 'the message of an apply',
  operation: 'apply',
  valid: validApply,
  faults: [...toDevice, topicThing(device, containers), ...applyFaults, ...desiredStateFaults],
};

export const plantedState: PlantedKind = {
  name: 'a desired state',
  operation: 'apply',
  valid: validApply,
  faults: desiredStateFaults,
  part: ['value', 'desiredState'],
};

/** For the software-update daemon. */
export const plantedSoftware: readonly PlantedKind[] = [
  {
    name: 'the message of an install',
    operation: 'install',
    target: 'root',
    valid: validInstall('install', device),
    faults: [
      ...toDevice,
      ...commandFaults,
      ...modulesFaults,
      ...genericModulesFaults,
      ...genericInstallFaults,
    ],
  },
  {
    name: 'the message of a download',
    operation: 'download',
    target: 'root',
    valid: validInstall('download', device),
    faults: [
      ...toDevice,
      topicThing(device, containers),
      ...commandFaults,
      ...modulesFaults,
      ...genericModulesFaults,
    ],
  },
];

/** For container management, the value alone. */
export const plantedValues: readonly PlantedKind[] = [
  {
    name: 'the value of an install with planted faults',
    operation: 'install',
    valid: validInstall('install', containers),
    faults: [...modulesFaults, ...containerModulesFaults],
    part: ['value'],
  },
  {
    name: 'the value of a remove with planted faults',
    operation: 'remove',
    valid: validRemove(containers),
    faults: removeFaults,
    part: ['value'],
  },
];

/** For container management, with the message around. */
export const plantedContainers: readonly PlantedKind[] = [
  {
    name: 'the message of an install for containers',
    operation: 'install',
    valid: validInstall('install', containers),
    faults: [...toContainers, ...commandFaults, ...modulesFaults, ...containerModulesFaults],
  },
  {
    name: 'the message of a remove for containers',
    operation: 'remove',
    valid: validRemove(containers),
    faults: [...toContainers, topicThing(containers, device), ...removeCommandFaults, ...removeFaults],
  },
];
