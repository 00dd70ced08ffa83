/** What a person agrees to: which device in which wave, and what each may lose. */
import type { AgreedDevice } from './journal.ts';
import { lossesOf } from './losses.ts';
import { isOutcome, type RolloutDevice, type RolloutOptions } from './types.ts';
import { waveSizes } from './waves.ts';

/** Of all devices, in their order; those without a plan have an outcome and no wave. */
export function agreedDevices(
  devices: readonly RolloutDevice[],
  { waves }: Pick<RolloutOptions, 'waves'>,
): readonly AgreedDevice[] {
  const chosen = devices.filter(({ phase, plan }) => phase === 'planned' && plan !== undefined);
  const sizes = waveSizes(waves, chosen.length);
  const waveOf = new Map(
    sizes
      .flatMap((size, index) => Array.from({ length: size }, () => index + 1))
      .map((wave, index) => [chosen[index]?.number, wave]),
  );
  return devices.map(({ number, connection, device, phase, plan, message }) => {
    const wave = waveOf.get(number);
    return {
      number,
      connection,
      device,
      ...(wave !== undefined && plan && { wave, losses: lossesOf(plan) }),
      ...(wave === undefined && { outcome: isOutcome(phase) ? phase : 'unplanned' }),
      ...(message !== undefined && { message }),
    };
  });
}
