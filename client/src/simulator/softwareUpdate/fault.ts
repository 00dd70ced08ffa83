/** Why an operation failed, as the device says it. */
export class OperationFault extends Error {
  constructor(
    message: string,
    /** Of the script that ended with it. */
    readonly exitCode?: number,
  ) {
    super(message);
  }
}
