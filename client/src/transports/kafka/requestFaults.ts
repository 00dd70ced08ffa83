/** What Kafka made of a command, and whether anybody may have got it. */
import { t } from '@vscode/l10n';
import { type Fault, fault } from '../../errors.ts';
import { roughly } from '../../words/words.ts';
import { saidBy } from '../faults.ts';
import type { Command } from '../transport.ts';
import { innermost, kafkaType, rightsAdvice } from './faults.ts';

/** The broker says that it has not written the record; a moment later, or elsewhere, it may be written. */
const passing: ReadonlySet<string> = new Set([
  'NOT_LEADER_FOR_PARTITION',
  'LEADER_NOT_AVAILABLE',
  'UNKNOWN_TOPIC_OR_PARTITION',
  'NOT_ENOUGH_REPLICAS',
]);

/** The broker says that it will never write the record as it is. */
const final: ReadonlySet<string> = new Set([
  'TOPIC_AUTHORIZATION_FAILED',
  'CLUSTER_AUTHORIZATION_FAILED',
  'MESSAGE_TOO_LARGE',
  'RECORD_LIST_TOO_LARGE',
  'INVALID_TOPIC_EXCEPTION',
  'CORRUPT_MESSAGE',
  'INVALID_RECORD',
  'INVALID_TIMESTAMP',
  'INVALID_REQUIRED_ACKS',
  'POLICY_VIOLATION',
  'UNSUPPORTED_FOR_MESSAGE_FORMAT',
]);

/**
 * Whether a record that could not be sent was written. `unwritten`: surely not, and it may be sent again. `refused`: surely
 * not, and never will be. `unknown`: it has left, and no broker says what became of it; to send it again could be twice.
 */
export function judge(error: unknown, hasLeft: boolean): 'unwritten' | 'refused' | 'unknown' {
  const type = kafkaType(error);
  if (type !== undefined && final.has(type)) return 'refused';
  if (!hasLeft || (type !== undefined && passing.has(type))) return 'unwritten';
  return 'unknown';
}

/** For what {@link judge} calls `refused`, or what stayed `unwritten`. */
export function notWritten(
  { thing, operation }: Command,
  topic: string,
  error: unknown,
  username: string | undefined,
): Fault {
  const said = saidBy(innermost(error));
  switch (kafkaType(error)) {
    case 'TOPIC_AUTHORIZATION_FAILED':
    case 'CLUSTER_AUTHORIZATION_FAILED':
      return fault(
        'not-authorized',
        t(
          'Kafka does not let this user send to {0}: {1} to {2} was not sent ({3}).',
          topic,
          operation,
          thing,
          said,
        ),
        rightsAdvice(topic, 'write', username),
      );
    case 'MESSAGE_TOO_LARGE':
    case 'RECORD_LIST_TOO_LARGE':
      return fault(
        'message-too-long',
        t(
          'Kafka takes no message of that length on {0} (max.message.bytes): {1} to {2} was not sent.',
          topic,
          operation,
          thing,
        ),
      );
    default:
      return fault(
        'publish-refused',
        t('Kafka did not take {0} to {1}, which was not sent ({2}).', operation, thing, said),
      );
  }
}

/** It has left, and whether a broker has written it nobody can say: a lost connection, a broker that does not answer. */
export function perhapsWritten({ thing, operation }: Command, error: unknown): Fault {
  return fault(
    'connection-lost',
    t(
      'Kafka did not confirm {0} to {1} ({2}): whether it is on its way to the device is not known. It was not sent again.',
      operation,
      thing,
      saidBy(innermost(error)),
    ),
  );
}

export function notLeft({ thing, operation }: Command, waited: number): Fault {
  return fault(
    'publish-refused',
    t(
      '{0} to {1} could not be handed to Kafka within {2} and was not sent.',
      operation,
      thing,
      roughly(waited),
    ),
    t('Check that the brokers of Kafka are up; send it again then.'),
  );
}
