/** What is heard from Hono where it lets this user: it comes back after a refusal, and its want stops nothing else. */
import { t } from '@vscode/l10n';
import { aborted, sleep, waitFor } from '../../timing.ts';
import { saidBy, without } from '../faults.ts';
import { type PauseLimits, Pauses } from '../pauses.ts';

/** Resolves once messages come from the address; `closed` with the reason when no more do. Rejects with the reason. */
export type Receive = (address: string) => Promise<{ readonly closed: Promise<Error> }>;

export interface OptionalReceivers {
  /** Addresses from which nothing comes now. */
  readonly unheard: readonly string[];
  /** Why nothing comes from the first of them, in Hono's words. */
  readonly whyUnheard: string | undefined;
}

export interface OptionalParts {
  readonly addresses: readonly string[];
  readonly receive: Receive;
  /** True where trying again changes nothing before a person has done something. */
  readonly isLasting: (reason: Error) => boolean;
  readonly pauses: PauseLimits;
  /** Milliseconds for the first attempt. */
  readonly patience: number;
  /** Hono's words may repeat it. */
  readonly password: string | undefined;
  /** Aborted with the connection. */
  readonly over: AbortSignal;
  /** Called after each change, once every address was tried. */
  readonly onChange: () => void;
}

const unanswered = () => t('it did not answer');

/**
 * Receives from these addresses; one that is closed comes back after growing pauses. Resolves once each was tried, or after
 * so many milliseconds: one that is answered later is heard from then on.
 */
export async function receiveWhereAllowed(parts: OptionalParts): Promise<OptionalReceivers> {
  const { addresses, patience, password, over, onChange } = parts;
  const unheard = new Map(addresses.map((address) => [address, unanswered()]));
  let tried = false;
  const first = addresses.map(
    (address) =>
      new Promise<void>((settle) => {
        void keepReceiving(parts, address, (refused) => {
          if (refused === undefined) unheard.delete(address);
          else unheard.set(address, saidBy(without(password, refused)));
          if (tried && !over.aborted) onChange();
          settle();
        });
      }),
  );
  await waitFor(() => Promise.race([Promise.all(first), aborted(over)]), patience, over);
  tried = true;
  const list = () => addresses.filter((it) => unheard.has(it));
  return {
    get unheard() {
      return list();
    },
    get whyUnheard() {
      return unheard.get(list()[0] ?? '');
    },
  };
}

async function keepReceiving(
  { receive, isLasting, pauses: limits, over }: OptionalParts,
  address: string,
  tell: (refused: Error | undefined) => void,
): Promise<void> {
  const pauses = new Pauses(limits);
  while (!over.aborted) {
    const reason = await untilClosed(receive, address, () => tell(undefined));
    if (over.aborted) return;
    tell(reason);
    if (isLasting(reason)) return;
    await sleep(pauses.next(), over);
  }
}

/** Why nothing comes any more, or never did. */
async function untilClosed(receive: Receive, address: string, onOpen: () => void): Promise<Error> {
  try {
    const { closed } = await receive(address);
    onOpen();
    return await closed;
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}
