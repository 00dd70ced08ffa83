/** Where a rollout stood when its journal ended. Pure. */
import { freshDevice } from './board.ts';
import type { AgreedDevice } from './journal.ts';
import type { JournalText } from './journalRead.ts';
import { readOptions } from './options.ts';
import type { RolloutDevice, RolloutOptions } from './types.ts';

export interface Replayed {
  readonly options: RolloutOptions;
  /**
   * Those whose command may have been sent and whose outcome is not known are `resolving`; those that nothing was sent to are
   * `planned`.
   */
  readonly devices: readonly RolloutDevice[];
  /** The last wave that was begun; 0 before the first. */
  readonly wave: number;
}

/** Undefined where its options are none, which a journal that was read cannot have. */
export function replay({ begin, records }: JournalText): Replayed | undefined {
  let written = begin.options;
  let wave = 0;
  const devices = new Map(begin.devices.map((it) => [it.number, agreedDevice(it, begin.time)]));
  const change = (number: number, next: (device: RolloutDevice) => RolloutDevice) => {
    const device = devices.get(number);
    if (device) devices.set(number, next(device));
  };
  for (const record of records) {
    switch (record.kind) {
      case 'sending':
        change(record.number, (device) => ({
          ...open(device, 'resolving'),
          attempt: record.attempt,
          activityId: record.activity,
          started: record.time,
        }));
        break;
      case 'unsent':
        change(record.number, (device) => open(device, 'planned'));
        break;
      case 'outcome':
        change(record.number, (device) => ({
          ...open(device, record.outcome),
          ...(record.message !== undefined && { message: record.message }),
          ...(record.status !== undefined && { status: record.status }),
          components: record.components ?? [],
          ended: record.time,
        }));
        break;
      case 'retry':
        for (const number of record.numbers) change(number, (device) => open(device, 'planned'));
        break;
      case 'wave':
        wave = Math.max(wave, record.wave);
        break;
      case 'resumed':
        written = record.options;
        break;
    }
  }
  const options = readOptions(written);
  return options && { options, devices: [...devices.values()], wave };
}

/** Without what was said of an attempt before. */
function open(device: RolloutDevice, phase: RolloutDevice['phase']): RolloutDevice {
  const { message: _, status: __, ended: ___, ...rest } = device;
  return { ...rest, phase, components: [] };
}

function agreedDevice({ number, wave, losses, outcome, message, ...place }: AgreedDevice, time: number) {
  const device: RolloutDevice = {
    ...freshDevice(number, place),
    phase: outcome ?? 'planned',
    ...(wave !== undefined && { wave }),
    ...(losses && { agreed: losses }),
    ...(message !== undefined && { message }),
    ...(outcome && { ended: time }),
  };
  return device;
}
