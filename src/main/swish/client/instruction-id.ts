const instructionIdPattern = /^[0-9A-F]{32}$/

/** @throws RangeError: what Swish answers to an id of the wrong form is not documented, and it would be our bug */
export function assertInstructionId(instructionId: string): void {
  if (!instructionIdPattern.test(instructionId)) throw new RangeError('Not a Swish instruction id')
}
