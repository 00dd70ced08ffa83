/** Tells that the connection of a call is lost as soon as it is: what waits for it would look as if it hung. */
import type { Engine } from '../engine.ts';
import type { Disposable } from '../events.ts';

/** Until disposed. `note` takes a sentence for people. */
export function tellLosses(
  engine: Pick<Engine, 'connections' | 'onConnections'>,
  note: (text: string) => void,
): Disposable {
  let isLost = false;
  return engine.onConnections(() => {
    for (const { state } of engine.connections) {
      if (state.kind === 'offline' && !isLost) {
        isLost = true;
        const next =
          state.retry === undefined
            ? 'It is not tried again.'
            : 'Devices go on; it is tried until it is back.';
        note(`The connection is lost: ${state.reason.replace(/\.$/, '')}. ${next}`);
      } else if (state.kind === 'connected' && isLost) {
        isLost = false;
        note('The connection is back.');
      }
    }
  });
}
