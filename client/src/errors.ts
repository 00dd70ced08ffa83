/** Everything that can go wrong between a person and a device, told so that the person knows what to do. */
export interface Fault {
  /** Stable, kebab-case: `connection-refused`, `not-authorized`, `response-timeout`, … */
  readonly code: string;
  /** What happened and why, one or two sentences. Never holds a secret. */
  readonly message: string;
  /** What to do now. */
  readonly advice: string;
}

/** A {@link Fault} as an exception, for calls that cannot go on. */
export class FaultError extends Error {
  constructor(
    readonly fault: Fault,
    options?: ErrorOptions,
  ) {
    super(fault.message, options);
    this.name = 'FaultError';
  }
}
