/**
 * Four sounds that differ in rhythm first and in pitch second, so that they are told apart in a noisy foyer and by ears
 * that hear little treble:
 *
 *     in              · ·        two quick notes, rising
 *     in, attention   · · —      the same, with a long third
 *     stop            — —        two long low ones
 *     look again      · · · ·    four even ticks on one pitch
 */
export type DoorSound = 'admitted' | 'admitted_with_attention' | 'refused' | 'look_again'

interface Note {
  atS: number
  lengthS: number
  hertz: number
  wave: OscillatorType
}

const note = (atS: number, lengthS: number, hertz: number, wave: OscillatorType): Note => ({
  atS,
  lengthS,
  hertz,
  wave,
})

export const doorSoundNotes: Record<DoorSound, readonly Note[]> = {
  admitted: [note(0, 0.09, 784, 'triangle'), note(0.11, 0.14, 1_175, 'triangle')],
  admitted_with_attention: [
    note(0, 0.09, 784, 'triangle'),
    note(0.11, 0.09, 1_175, 'triangle'),
    note(0.26, 0.32, 988, 'triangle'),
  ],
  refused: [note(0, 0.24, 196, 'sawtooth'), note(0.3, 0.36, 156, 'sawtooth')],
  look_again: [0, 0.12, 0.24, 0.36].map((atS) => note(atS, 0.06, 587, 'square')),
}

/** A sawtooth or square sounds about twice as loud as a triangle of the same height. */
const heightOf: Partial<Record<OscillatorType, number>> = { triangle: 0.9, sawtooth: 0.45, square: 0.35 }
const rampS = 0.008

export interface DoorSoundPlayer {
  /** @param volume 0 (silent) to 1 */
  play: (sound: DoorSound, volume: number) => void
  close: () => void
}

/**
 * Plays the sounds of this page. The audio device is opened with the first sound, and the sound before is cut off: the
 * next scan wins over everything. Where there is no audio device, nothing sounds and nothing fails.
 */
export function createDoorSoundPlayer(openAudio: () => AudioContext = () => new AudioContext()): DoorSoundPlayer {
  let audio: AudioContext | undefined
  let current: GainNode | undefined

  function start(context: AudioContext, sound: DoorSound, volume: number): void {
    current?.disconnect()
    const master = context.createGain()
    master.gain.value = volume
    master.connect(context.destination)
    current = master
    for (const { atS, lengthS, hertz, wave } of doorSoundNotes[sound]) {
      const startsAt = context.currentTime + atS
      const endsAt = startsAt + lengthS
      const height = heightOf[wave] ?? 0.5
      const envelope = context.createGain()
      envelope.gain.setValueAtTime(0, startsAt)
      envelope.gain.linearRampToValueAtTime(height, startsAt + rampS)
      envelope.gain.setValueAtTime(height, endsAt - rampS)
      envelope.gain.linearRampToValueAtTime(0, endsAt)
      envelope.connect(master)
      const oscillator = context.createOscillator()
      oscillator.type = wave
      oscillator.frequency.value = hertz
      oscillator.connect(envelope)
      oscillator.start(startsAt)
      oscillator.stop(endsAt)
    }
  }

  return {
    play: (sound, volume) => {
      if (volume <= 0) return
      try {
        audio ??= openAudio()
      } catch {
        return
      }
      const context = audio
      // A page that nobody has touched yet may make no sound; by the first scan it has been.
      if (context.state === 'running') start(context, sound, volume)
      else
        void context.resume().then(
          () => {
            start(context, sound, volume)
          },
          () => undefined,
        )
    },
    close: () => {
      void audio?.close().catch(() => undefined)
      audio = undefined
      current = undefined
    },
  }
}
