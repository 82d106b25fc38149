export type CameraProblem = 'denied' | 'none' | 'busy' | 'unsupported' | 'lost' | 'failed'

/** Names that getUserMedia gives its errors. */
const problemByErrorName: Record<string, CameraProblem> = {
  NotAllowedError: 'denied',
  SecurityError: 'denied',
  NotFoundError: 'none',
  OverconstrainedError: 'none',
  NotReadableError: 'busy',
  AbortError: 'busy',
}

/** Says what a camera's start failed of. html5-qrcode throws sentences that hold the browser's error name. */
export function cameraProblemOf(error: unknown): CameraProblem {
  const sentence = String(error)
  const known = Object.entries(problemByErrorName).find(([name]) => sentence.includes(name))
  if (known !== undefined) return known[1]
  return sentence.includes('not supported') ? 'unsupported' : 'failed'
}
