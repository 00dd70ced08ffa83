/** How this client says who it is (SASL). The library's own PLAIN cuts off what is not ASCII. */
import { FaultError } from '../../errors.ts';
import { passwordMissing } from '../faults.ts';
import type { Way } from '../way.ts';

type Reply = (error: undefined, response: Buffer) => void;

interface Mechanism {
  start(reply: Reply): void;
  /** To a challenge of the server. */
  step(challenge: unknown, reply: Reply): void;
}

export interface Login {
  /** By name, as rhea looks them up. */
  readonly mechanisms: Readonly<Record<string, () => Mechanism>>;
  readonly name: 'PLAIN' | 'EXTERNAL' | 'ANONYMOUS';
  /** The server has offered the mechanism: what comes after is its judgement. */
  readonly isOffered: boolean;
}

/**
 * PLAIN for a user, whose way is checked before ({@link Way}); EXTERNAL for a client certificate alone; else ANONYMOUS.
 * @throws FaultError where the user has no password
 */
export function loginOf({ username, password, secure }: Way): Login {
  if (username !== undefined) {
    if (password === undefined) throw new FaultError(passwordMissing(username));
    return login('PLAIN', Buffer.from(`\0${username}\0${password}`));
  }
  if (secure?.files.cert !== undefined) return login('EXTERNAL', Buffer.alloc(0));
  return login('ANONYMOUS', Buffer.from('anonymous'));
}

function login(name: Login['name'], response: Buffer): Login {
  let isOffered = false;
  const mechanism: Mechanism = {
    start: (reply) => {
      isOffered = true;
      reply(undefined, response);
    },
    step: (_, reply) => reply(undefined, Buffer.alloc(0)),
  };
  return {
    name,
    mechanisms: { [name]: () => mechanism },
    get isOffered() {
      return isOffered;
    },
  };
}
