const steps = [
  { unit: 'days', seconds: 86_400, from: 172_800 },
  { unit: 'hours', seconds: 3_600, from: 7_200 },
  { unit: 'minutes', seconds: 60, from: 120 },
] as const

/** A length of time in one unit, the largest of which there are two: 119 s, 2 min, 119 min, 2 h. Never below 0 s. */
export function ageOf(ms: number): { unit: 'seconds' | 'minutes' | 'hours' | 'days'; n: number } {
  const seconds = Math.max(0, Math.floor(ms / 1000))
  const step = steps.find(({ from }) => seconds >= from)
  return step === undefined
    ? { unit: 'seconds', n: seconds }
    : { unit: step.unit, n: Math.floor(seconds / step.seconds) }
}
