/**
 * The activity id of a device's command: the same whenever it is made again, so that what the device says of it is known
 * after a restart, and another one where a person wants it tried once more.
 */
export function activityIdOf(rollout: string, number: number, attempt: number): string {
  return attempt === 1 ? `${rollout}-${number}` : `${rollout}-${number}-${attempt}`;
}
