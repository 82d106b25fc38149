/** One key of a scan: what the computer made of it, and where it lies on the keyboard. */
export interface Stroke {
  /** `KeyboardEvent.key`; `\n` for a line end inside a longer text, empty for a dead key. */
  key: string
  /** `KeyboardEvent.code`, the place on a US keyboard; empty where the system does not say. */
  code: string
  shift: boolean
  atMs: number
}

/** What ended a scan: a key, or nothing but silence. */
export type BurstEnd = 'enter' | 'tab' | 'line_feed' | 'pause'

export interface KeyBurst {
  strokes: readonly Stroke[]
  end: BurstEnd
}

export const typedText = (strokes: readonly Stroke[]): string => strokes.map(({ key }) => key).join('')

/** Milliseconds between each two keys. */
export const gapsOf = (strokes: readonly Stroke[]): number[] =>
  strokes.slice(1).map(({ atMs }, index) => atMs - (strokes[index]?.atMs ?? atMs))
