import { ipcMain, type WebFrameMain } from 'electron'
import type { Static, TSchema } from 'typebox'
import { Value } from 'typebox/value'
import { isOwnUrl } from '#main/app/own-origin'

/** Answers one message of the bridge. Arguments from a page are checked like a request's body. */
export type Handle = <A extends TSchema, R>(channel: string, args: A, answer: (args: Static<A>) => Promise<R>) => void

/** The only caller of ipcMain: lets nobody through but the top frame of our own pages. */
export function createHandle(ownOrigin: () => string | undefined): Handle {
  const isOwnWindow = (frame: WebFrameMain | null): boolean => {
    const origin = ownOrigin()
    return origin !== undefined && frame !== null && frame.parent === null && isOwnUrl(frame.url, origin)
  }
  return (channel, args, answer) => {
    ipcMain.handle(channel, (event, ...raw: unknown[]) => {
      if (!isOwnWindow(event.senderFrame)) throw new Error(`${channel}: unknown sender`)
      if (!Value.Check(args, raw)) throw new Error(`${channel}: bad arguments`) // Check, not Parse: Parse converts.
      return answer(raw)
    })
  }
}
