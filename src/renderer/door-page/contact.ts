/** Whether the server can be asked. */
export interface Contact {
  isThere: () => boolean
  answered: () => void
  /** No answer, or one that came too late. */
  missed: () => void
  /** The browser says that the network is gone. */
  cut: () => void
}

/** So many in a row: one lost answer is no lost contact, and one answer is no contact to rely on. */
const missesUntilGone = 2
const answersUntilBack = 2

/** @param onChange after contact was lost or came back */
export function createContact(onChange: (isThere: boolean) => void): Contact {
  let there = true
  let inARow = 0

  function become(now: boolean): void {
    inARow = 0
    if (there === now) return
    there = now
    onChange(now)
  }

  return {
    isThere: () => there,
    answered() {
      inARow = there ? 0 : inARow + 1
      if (inARow >= answersUntilBack) become(true)
    },
    missed() {
      inARow = there ? inARow + 1 : 0
      if (inARow >= missesUntilGone) become(false)
    },
    cut() {
      become(false)
    },
  }
}
