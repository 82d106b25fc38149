import type { ScanMode } from '#shared/domain/check-in/decide-scan'

/** Keys that no scanner types. */
export const keyOfMode: Record<ScanMode, string> = { entry: 'F2', exit: 'F3', look: 'F4' }

export const modeOfKey = (pressed: string): ScanMode | undefined =>
  (['entry', 'exit', 'look'] as const).find((mode) => keyOfMode[mode] === pressed)
